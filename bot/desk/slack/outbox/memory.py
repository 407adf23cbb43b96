"""What of ours stands in a thread already, so that nothing is posted twice: remembered, or read from Slack."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import ChannelBusy
from bot.conversations.ports import Clock
from bot.desk.slack.api.faults import Throttled, read
from bot.desk.slack.api.pace import READ, Pace

EVENT = "shopdesk_lines"
LINES = "deliveries"  # in a message's metadata: the ids of the deliveries it holds, with commas
SETTLE = timedelta(seconds=5)  # a request without an answer may still be at work for so long
SETTLE_FILES = timedelta(seconds=20)  # …and Slack shows files only some time after it has taken them
TRUSTED = timedelta(seconds=30)  # another gateway may post in the thread too
SKEW = timedelta(minutes=5)  # by which Slack's clock may differ from ours
REMEMBERED = 2_000
PAGE = 200
READING = "read"


@dataclass(frozen=True, slots=True)
class Thread:
    """`ts` of its first message; without it, the channel's own line of messages (a direct message)."""

    channel: str
    ts: str | None = None


@dataclass(slots=True)
class Known:
    """`since`: everything of ours after that time is in `posted`, as of `read_at`."""

    posted: dict[int, str] = field(default_factory=dict)  # delivery id -> ts
    since: datetime | None = None
    read_at: datetime | None = None
    settled_at: datetime | None = None  # after a request without an answer: when it surely is through


class Memory:
    def __init__(self, client: AsyncWebClient, pace: Pace, clock: Clock) -> None:
        self._client = client
        self._pace = pace
        self._clock = clock
        self._threads: OrderedDict[Thread, Known] = OrderedDict()

    def posted(self, thread: Thread, ids: Mapping[int, str]) -> None:
        self._known(thread).posted.update(ids)

    def doubt(self, thread: Thread, settle: timedelta = SETTLE) -> None:
        """Something may have been posted there: what is remembered no longer counts."""
        known = self._known(thread)
        known.read_at, known.settled_at = None, self._clock() + settle

    def recall(self, thread: Thread, delivery_id: int) -> str | None:
        """Its ts, as far as it is known without asking."""
        return self._known(thread).posted.get(delivery_id)

    async def find(self, thread: Thread, delivery_id: int, written: datetime) -> str | None:
        """Its ts, or None when it surely is not there. Raises ChannelBusy when Slack cannot be asked now."""
        known = self._known(thread)
        if delivery_id not in known.posted and not self._sure(known, written):
            self._wait_to_settle(known)
            await self._read(thread, known, written - SKEW)
        return known.posted.get(delivery_id)

    def _sure(self, known: Known, written: datetime) -> bool:
        if known.read_at is None or known.since is None:
            return False
        return known.since <= written - SKEW and self._clock() - known.read_at < TRUSTED

    def _wait_to_settle(self, known: Known) -> None:
        if known.settled_at is not None and (left := known.settled_at - self._clock()) > timedelta():
            raise ChannelBusy(left.total_seconds())

    async def _read(self, thread: Thread, known: Known, since: datetime) -> None:
        settled_at = known.settled_at
        found: dict[int, str] = {}
        cursor: str | None = None
        while True:
            page = await self._page(thread, since, cursor)
            for message in page.get("messages") or ():
                found.update(dict.fromkeys(deliveries_in(message), message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        known.posted.update(found)
        if known.settled_at == settled_at:  # nothing was sent into the dark while we read
            known.since, known.read_at, known.settled_at = since, self._clock(), None

    async def _page(self, thread: Thread, since: datetime, cursor: str | None) -> Any:
        self._pace.turn(READING, f"{thread.channel}/{thread.ts}", READ)
        what: dict[str, Any] = {
            "channel": thread.channel,
            "oldest": f"{since.timestamp():.6f}",
            "limit": PAGE,
            "include_all_metadata": True,
            "cursor": cursor,
        }
        try:
            if thread.ts is None:
                return await read(self._client.conversations_history(**what))
            return await read(self._client.conversations_replies(ts=thread.ts, **what))
        except Throttled as busy:
            self._pace.hold(READING, busy.retry_after)
            raise

    def _known(self, thread: Thread) -> Known:
        known = self._threads.setdefault(thread, Known())
        self._threads.move_to_end(thread)
        if len(self._threads) > REMEMBERED:
            self._threads.popitem(last=False)
        return known


def lines_metadata(ids: Iterable[int]) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {LINES: ",".join(map(str, ids))}}


def file_name(delivery_id: int, name: str) -> str:
    """A file carries no metadata: its name says which delivery it is; the title is what people see."""
    return f"{delivery_id}-{name}"


def deliveries_in(message: Mapping[str, Any]) -> Iterator[int]:
    """The deliveries that a message in Slack holds, by its metadata or its files' names."""
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") == EVENT:
        listed = str((metadata.get("event_payload") or {}).get(LINES) or "")
        yield from (int(number) for number in listed.split(",") if number.isdecimal())
    for file in message.get("files") or ():
        number, dash, _ = str(file.get("name") or "").partition("-")
        if dash and number.isdecimal():
            yield int(number)
