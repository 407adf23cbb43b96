"""Checks JSON against python-telegram-bot's own models: nothing missing, nothing they do not know, nothing lost."""

from collections.abc import Iterator
from typing import Any

from telegram import Bot, TelegramObject
from tests.fakes.telegram.shapes import JSON


def disagreements(model: type[TelegramObject], raw: JSON, bot: Bot | None = None) -> list[str]:
    """Raises what the model raises when a field that it needs is missing."""
    read = model.de_json(raw, bot)
    return [*_unknown(read), *_lost(raw, read.to_dict(), model.__name__)]


def _unknown(read: object) -> Iterator[str]:
    if isinstance(read, TelegramObject):
        if read.api_kwargs:
            yield f"{type(read).__name__} does not know {sorted(read.api_kwargs)}"
        for kind in type(read).__mro__:
            for name in getattr(kind, "__slots__", ()):
                if not name.startswith("_"):
                    yield from _unknown(getattr(read, name, None))
    elif isinstance(read, list | tuple):
        for item in read:
            yield from _unknown(item)


def _lost(raw: Any, kept: Any, where: str) -> Iterator[str]:
    if isinstance(raw, dict) and isinstance(kept, dict):
        for key, value in raw.items():
            yield from _lost(value, kept.get(key), f"{where}.{key}")
        # The library writes flags that Telegram leaves out; anything else would be an invention.
        yield from (f"{where}.{key} appeared" for key in kept.keys() - raw.keys() if kept[key] is not False)
    elif isinstance(raw, list) and isinstance(kept, list) and len(raw) == len(kept):
        for at, (one, other) in enumerate(zip(raw, kept, strict=True)):
            yield from _lost(one, other, f"{where}[{at}]")
    elif raw != kept:
        yield f"{where}: {raw!r} became {kept!r}"
