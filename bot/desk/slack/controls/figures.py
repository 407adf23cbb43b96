"""Today's figures, and the search, as the store's record gives them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.conversations.finding import ALL, Filters
from bot.conversations.messages import Message
from bot.desk.slack.controls.queue_rows import span
from bot.desk.slack.text.blocks import Block, section
from bot.desk.slack.text.markup import Atom, Markup, bold, markup, said

LABELS: Mapping[str, str] = {
    "conversations": "Conversations today",
    "asked": "Asked for a person",
    "claimed": "Taken",
    "resolved": "Resolved",
    "returned": "Handed back",
    "expired": "Nobody came",
    "waiting": "Waiting now",
    "held": "With somebody now",
    "callbacks": "Call-backs to do",
}


class Record(Protocol):
    async def search(self, words: str, *, filters: Filters = ALL, limit: int = 100) -> Sequence[Message]:
        """Lines that hold every word, or a part of one, and pass the filters; the newest first."""

    async def figures(self, since: datetime) -> Mapping[str, float]:
        """What happened since then, and what waits now; `first_answer` in seconds, where there was one."""


async def figure_block(record: Record, now: datetime, zone: ZoneInfo) -> Block:
    found = await record.figures(midnight(now, zone))
    shown = [_field(label, f"{found[name]:.0f}") for name, label in LABELS.items() if name in found]
    if "first_answer" in found:
        shown.append(_field("First answer, half within", span(timedelta(seconds=found["first_answer"]))))
    return section(None, shown)


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(now.tzinfo)


def _field(label: str, value: str) -> Markup:
    return markup(bold(label), Atom("\n"), said(value))
