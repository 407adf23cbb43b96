"""The small checks that all of Block Kit shares: lengths, counts, known fields, text objects."""

from collections.abc import Iterator
from typing import Any

Problems = Iterator[str]


class Path:
    """Where in the payload we are; called with a complaint it gives the complaint with its pointer."""

    def __init__(self, pointer: str) -> None:
        self.pointer = pointer

    def __truediv__(self, step: str | int) -> "Path":
        return Path(f"{self.pointer}/{step}")

    def __call__(self, complaint: str) -> str:
        return f"{complaint} [json-pointer:{self.pointer}]"


def fields(value: dict, at: Path, allowed: set[str]) -> Problems:
    for name in sorted(set(value) - allowed):
        yield at(f"invalid additional property: {name}")


def length(
    value: dict, name: str, at: Path, most: int, *, least: int = 1, required: bool = False
) -> Problems:
    here = at / name
    if name not in value:
        if required:
            yield at(f"missing required field: {name}")
    elif not isinstance(value[name], str):
        yield here("must be a string")
    elif len(value[name]) > most:
        yield here(f"must be less than {most + 1} characters")
    elif len(value[name]) < least:
        yield here(f"must be more than {least - 1} characters")


def count(value: dict, name: str, at: Path, most: int, *, least: int = 1) -> Problems:
    items = value.get(name)
    if not isinstance(items, list):
        yield at(f"missing required field: {name}")
    elif len(items) > most:
        yield (at / name)(f"no more than {most} items allowed")
    elif len(items) < least:
        yield (at / name)(f"no fewer than {least} items allowed")


def text_object(value: Any, at: Path, most: int, *, plain: bool = False) -> Problems:
    if not isinstance(value, dict) or value.get("type") not in {"plain_text", "mrkdwn"}:
        yield at("must be a text object")
        return
    kind = value["type"]
    if plain and kind != "plain_text":
        yield at("must be a plain_text object")
    yield from fields(value, at, {"type", "text", "emoji" if kind == "plain_text" else "verbatim"})
    yield from length(value, "text", at, most, required=True)
