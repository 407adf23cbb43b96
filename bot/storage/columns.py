"""Column types that read back alike from SQLite and PostgreSQL."""

import enum
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect

# Neither may stand in PostgreSQL's text: the character NUL, and half a surrogate pair.
_UNSTORABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


def storable(text: str) -> str:
    """The text with U+FFFD where a character cannot be stored."""
    return text.translate(_UNSTORABLE) if "\0" in text or _has_surrogate(text) else text


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def storable_json(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): storable_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(item) for item in value]
    return value


class Words(sa.types.TypeDecorator[str]):
    """Any text that people or programs send."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


_EMPTY: Mapping[str, Callable[[], Any]] = {"[]": list, "{}": dict}


class Json(sa.types.TypeDecorator[Any]):
    """JSON; in PostgreSQL the kind that reports can query. Most of what we write is empty, so that costs nothing."""

    impl = sa.JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        return storable_json(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        encode = super().bind_processor(dialect)
        if encode is None:
            return None

        def write(value: Any) -> Any:
            if not value and type(value) in (list, dict):
                return "[]" if type(value) is list else "{}"
            return encode(value)

        return write

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        decode = super().result_processor(dialect, coltype)
        if decode is None:  # PostgreSQL's driver has decoded it
            return None

        def read(value: Any) -> Any:
            empty = _EMPTY.get(value)
            return empty() if empty else decode(value)

        return read


class Moment(sa.types.TypeDecorator[datetime]):
    """A time, aware and in UTC on both sides; SQLite keeps it as text without a zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, kinds: type[enum.StrEnum]) -> sa.CheckConstraint:
    """Only the enum's values, whoever writes."""
    values = ", ".join(f"'{kind}'" for kind in kinds)
    return sa.CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")
