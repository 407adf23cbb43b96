"""Wake-ups for whoever looks on right now: a hint to read the log, never the message itself."""

import asyncio
import enum
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Hint(enum.StrEnum):
    NEWS = "news"  # something was written: read on from your cursor
    TYPING = "typing"  # an answer is being prepared
    IDLE = "idle"  # …and now it is not


DESK = "desk"  # what every agent's screen watches


def address_key(channel: str, address: str) -> str:
    """What a customer's open page watches."""
    return f"{channel}:{address}"


class Watch:
    """One onlooker's unread hints; equal ones fall together, so a slow reader holds no memory."""

    def __init__(self) -> None:
        self._hints: dict[Hint, None] = {}
        self._event = asyncio.Event()

    def notify(self, hint: Hint) -> None:
        self._hints.pop(hint, None)
        self._hints[hint] = None
        self._event.set()

    async def next(self) -> tuple[Hint, ...]:
        """Wait for hints; the latest of each kind, in order."""
        await self._event.wait()
        self._event.clear()
        hints, self._hints = tuple(self._hints), {}
        return hints


class Live:
    """Who watches what, within this process."""

    def __init__(self) -> None:
        self._watches: dict[str, set[Watch]] = defaultdict(set)
        self._listeners: list[Callable[[str, Hint], None]] = []

    @contextmanager
    def watch(self, key: str) -> Iterator[Watch]:
        watch = Watch()
        self._watches[key].add(watch)
        try:
            yield watch
        finally:
            self._watches[key].discard(watch)
            if not self._watches[key]:
                del self._watches[key]

    def is_watched(self, key: str) -> bool:
        return key in self._watches

    @contextmanager
    def listen(self, heard: Callable[[str, Hint], None]) -> Iterator[None]:
        """Tell `heard` every hint with its key at once, such as for typing signs where nobody watches a page."""
        self._listeners.append(heard)
        try:
            yield
        finally:
            self._listeners.remove(heard)

    def notify(self, key: str, hint: Hint = Hint.NEWS) -> None:
        for watch in self._watches.get(key, ()):
            watch.notify(hint)
        for heard in self._listeners:
            heard(key, hint)
