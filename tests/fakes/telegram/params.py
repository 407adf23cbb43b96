"""A call's parameters, however they came: in the address, as a form, with files, as JSON."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.telegram.multipart import Upload, parts
from tests.fakes.telegram.refusals import bad_request


class Params:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """Raises Refused when it is not a whole number."""
        value = self._values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'field "{name}" must be a number') from None

    def degrees(self, name: str) -> float:
        """Raises Refused when it is missing or not a number."""
        try:
            return float(self._values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"wrong {name}") from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:
        """What stands there as JSON, else None. Raises Refused when it cannot be read."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | str | None:
        """The file itself, else what names it."""
        value = self._values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self._values.get(value.removeprefix("attach://"))
        return value if isinstance(value, Upload | str) and value else None

    def plain(self) -> dict[str, Any]:
        """All of them, files by their names only."""
        return {key: it.name if isinstance(it, Upload) else it for key, it in self._values.items()}


def read(query: str, content_type: str, body: bytes) -> Params:
    """Raises Refused when the body cannot be read."""
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        values |= dict(parts(content_type, body))
    elif kind == "application/json" and body:
        values |= _json(body)
    elif body:
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values)


def _json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values
