"""Where message events go: replies to their thread, direct messages to the bot; in order, and each once."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from bot.desk.slack.inbound.direct import Direct
from bot.desk.slack.inbound.events import Deleted, Edited, Event, Said, read_event
from bot.desk.slack.inbound.thread import Threads
from bot.desk.slack.inbound.thread_order import InOrder


class Inbox:
    """Once `take` returns the event is stored and may be acknowledged; what it raises must not be."""

    def __init__(self, threads: Threads, direct: Direct, order: InOrder) -> None:
        self._threads = threads
        self._direct = direct
        self._order = order

    async def take(self, event: Mapping[str, Any]) -> None:
        """A `message` event of the Events API."""
        read = read_event(event)
        if read is not None:
            await self.keep(read, str(event.get("event_ts") or ""))

    async def keep(self, event: Event, at: str = "") -> None:
        """`at`: ts of the event, where it is not the message's own."""
        said = event if isinstance(event, Said) else event.said
        if is_direct(said.channel) or said.thread is not None:
            async with self.hold(said.channel, said.thread, _time(event, at)):
                await self.store(event)

    def hold(self, channel: str, thread: str | None, at: str) -> AbstractAsyncContextManager[None]:
        """Nothing else of the thread, or of the direct messages, is stored inside the block."""
        return self._order.turn(channel if is_direct(channel) else f"{channel}:{thread}", at)

    async def store(self, event: Event) -> None:
        """Only inside `hold`."""
        said = event if isinstance(event, Said) else event.said
        await (self._direct.take(event) if is_direct(said.channel) else self._threads.take(event))


def is_direct(channel: str) -> bool:
    return channel.startswith("D")


def _time(event: Event, at: str) -> str:
    match event:
        case Said():
            return event.ts
        case Edited():
            return event.edited
        case Deleted():
            return at or event.said.ts
