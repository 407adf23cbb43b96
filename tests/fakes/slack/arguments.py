"""The arguments of a Web API call, wherever the client put them: query, form, JSON, or JSON inside a form."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from tests.fakes.slack.errors import SlackError, invalid

_FLAGS = {"1": True, "true": True, "0": False, "false": False, "": False}


class Arguments:
    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        if not self.text(name):
            raise invalid("invalid_arguments", [f"missing required field: {name}"])
        return self.text(name)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name, default)
        return value if isinstance(value, bool) else _FLAGS.get(str(value).lower(), False)

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.values.get(name) or default)
        except ValueError:
            raise SlackError(f"invalid_{name}") from None

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """None when not given; a string is taken for JSON, as in forms."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise SlackError(error) from None


async def arguments_of(request: Request) -> Arguments:
    values: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind == "application/json":
            values |= await _json_body(request)
        elif kind == "application/x-www-form-urlencoded":
            values |= dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    return Arguments(values)


async def _json_body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body
