"""Reading what was written while nobody listened: open threads and direct messages, each line taken once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.conversations.messages import Author, Message
from bot.conversations.ports import Clock, Store
from bot.desk.slack.api.faults import NotSetUp, SlackRefused, Throttled, read
from bot.desk.slack.inbound.events import Deleted, Edited, Said, edited_at, read_message, ts_order
from bot.desk.slack.inbound.inbox import Inbox, is_direct
from bot.desk.slack.names import DESK, DIRECT, line_id, thread_place

log = logging.getLogger(__name__)

AGAIN = 600.0  # seconds after which the threads are read again even when nothing seemed to be lost
SOON = 30.0  # …and after a failure
PAGE = 200
AT_ONCE = 20  # threads read without a pause; then…
PAUSE = 1.5  # …seconds between two
BACK = timedelta(days=1)  # how far direct messages are read back: older questions are no longer asked
GONE = frozenset({"thread_not_found", "message_not_found", "channel_not_found", "not_in_channel"})

Json = Mapping[str, Any]


class Gaps:
    def __init__(self, client: AsyncWebClient, inbox: Inbox, store: Store, clock: Clock) -> None:
        self._client = client
        self._inbox = inbox
        self._store = store
        self._clock = clock
        self._wanted = asyncio.Event()

    def look(self) -> None:
        """Something may have been lost."""
        self._wanted.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async with asyncio.timeout(AGAIN):
                    await self._wanted.wait()
            except TimeoutError:
                pass
            self._wanted.clear()
            try:
                await self.fill()
            except Exception:  # Slack or the store is out: the next look reads the same
                log.warning("threads could not be read back", exc_info=True)
                await asyncio.sleep(SOON)
                self._wanted.set()

    async def fill(self) -> int:
        """How many lines were new."""
        found = 0
        for number, ticket in enumerate(await self._store.open_tickets(DESK)):
            if number >= AT_ONCE:
                await asyncio.sleep(PAUSE)  # Slack allows some 50 a minute, and sending reads threads too
            if ticket.thread is not None:
                found += await self._fill_thread(ticket.conversation_id, *thread_place(ticket.thread))
        found += await self._fill_direct()
        if found:
            log.info("lines read back", extra={"count": found})
        return found

    async def _fill_thread(self, conversation_id: int, channel: str, card: str) -> int:
        try:
            messages = [message async for message in self._thread(channel, card)]
        except (SlackRefused, NotSetUp) as error:
            if error.code in GONE:
                return 0
            raise
        there = {str(message.get("ts")) for message in messages}
        async with self._inbox.hold(channel, card, card):
            found = await self._keep_all(
                [message for message in messages if message.get("ts") != card], channel
            )
            return found + await self._withdraw(conversation_id, channel, card, there)

    async def _keep_all(self, messages: Sequence[Json], channel: str) -> int:
        """How many of them, oldest first, were new."""
        found = 0
        for message in messages:
            said = read_message(message, channel)
            if said is not None:
                found += await self._keep(said, edited_at(message))
        return found

    async def _keep(self, said: Said, edited: str | None) -> int:
        """Store what is not known; an edit of what is known besides."""
        own, desk = line_id(said.channel, said.ts), DIRECT if is_direct(said.channel) else DESK
        if await self._store.seen(desk, own) is None:
            await self._inbox.store(said)
            return 1
        if edited is None or await self._store.seen(desk, f"{own}:edit:{edited}") is not None:
            return 0
        await self._inbox.store(Edited(said, None, edited))
        return 1

    async def _withdraw(self, conversation_id: int, channel: str, card: str, there: set[str]) -> int:
        """Lines to the customer that no longer stand in the thread were deleted.

        They can only have been written in the thread of the last card: in older ones all is internal by then.
        """
        found = 0
        async for line in self._lines(conversation_id):
            ts = _written_at(line, channel)
            if ts is None or ts in there or ts_order(ts) < ts_order(card):
                continue
            own = line_id(channel, ts)
            agent = str(line.entry.details.get("agent") or "")
            if await self._store.seen(DESK, f"{own}:deleted") is None:
                user = agent.removeprefix(f"{DESK}:")
                await self._inbox.store(Deleted(Said(channel, ts, card, user, line.entry.text, {})))
                found += 1
        return found

    async def _fill_direct(self) -> int:
        oldest = f"{(self._clock() - BACK).timestamp():.6f}"
        found = 0
        async for direct in self._directs():
            channel = str(direct["id"])
            written = [message async for message in self._history(channel, oldest)]
            if written:
                written.reverse()  # Slack gives the newest first
                async with self._inbox.hold(channel, None, str(written[0].get("ts") or "")):
                    found += await self._keep_all(written, channel)
        return found

    def _thread(self, channel: str, card: str) -> AsyncIterator[Json]:
        return self._pages(self._client.conversations_replies, "messages", channel=channel, ts=card)

    def _history(self, channel: str, oldest: str) -> AsyncIterator[Json]:
        return self._pages(self._client.conversations_history, "messages", channel=channel, oldest=oldest)

    def _directs(self) -> AsyncIterator[Json]:
        return self._pages(self._client.users_conversations, "channels", types="im")

    async def _pages(
        self, method: Callable[..., Awaitable[AsyncSlackResponse]], key: str, **about: Any
    ) -> AsyncIterator[Json]:
        cursor: str | None = None
        while True:
            try:
                page = await read(method(limit=PAGE, cursor=cursor, **about))
            except Throttled as throttled:
                await asyncio.sleep(throttled.retry_after)
                continue
            for item in page.get(key) or ():
                yield item
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return

    async def _lines(self, conversation_id: int) -> AsyncIterator[Message]:
        seq = 0
        while lines := await self._store.messages(conversation_id, after=seq):
            seq = lines[-1].seq
            for line in lines:
                yield line


def _written_at(line: Message, channel: str) -> str | None:
    """The ts of a line to the customer that was written in that channel; None for notes, edits and all others."""
    entry = line.entry
    if entry.author is not Author.AGENT or entry.internal or entry.channel != DESK or not entry.external_id:
        return None
    place, _, ts = entry.external_id.partition(":")
    return ts if place == channel and ":" not in ts and entry.corrects is None else None
