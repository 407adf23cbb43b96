"""JSON from outside, bounded in depth before anything looks at it."""

from typing import Any

from pydantic_core import from_json

DEPTH = 16


class BadJson(ValueError):
    """Not JSON, or nested deeper than allowed."""


def read_json(raw: str | bytes, depth: int = DEPTH) -> Any:
    try:
        value = from_json(raw, allow_inf_nan=False)
    except ValueError as error:
        raise BadJson("This is not JSON.") from error
    if _deeper_than(value, depth):
        raise BadJson(f"This JSON is nested deeper than {depth} levels.")
    return value


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth + 1):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
