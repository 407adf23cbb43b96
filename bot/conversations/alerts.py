"""Reminding staff: nobody took it yet, the customer waits too long, or a pause is over."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversations.desk_switch import DeskSwitch
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.lines import staff_line
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Author, Entry, Message
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Clock, DeskHours, Store

log = logging.getLogger(__name__)

LINES = 100  # of the address, in which to look for the customer's first line without an answer


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """`every`: between reminders of what nobody took. `answer_target`: how long a customer may wait for people;

    what nobody took is escalated a while before, so that it can still be kept.
    """

    every: timedelta = timedelta(minutes=2)
    answer_target: timedelta = timedelta(minutes=5)

    @property
    def escalate_after(self) -> timedelta:
        return self.answer_target * 0.8


class Alerts:
    def __init__(
        self,
        store: Store,
        hours: DeskHours,
        live: Live,
        clock: Clock,
        limits: AlertLimits,
        *,
        feed: Feed = NO_DESKS,
    ) -> None:
        self._store = store
        self._desk = DeskSwitch(store, hours, live, clock)
        self._live = live
        self._clock = clock
        self._limits = limits
        self._feed = feed

    async def once(self) -> None:
        """Write what is to be said now; while the desk is closed only what was put aside is taken up again."""
        now = self._clock()
        is_open = await self._desk.is_open(now)
        for conversation_id in await self._store.to_remind(
            now,
            alerted_before=now - self._limits.every,
            waiting_before=now - self._limits.escalate_after,
        ):
            conversation = await self._store.conversation(conversation_id)
            lines = await self._store.recent(conversation.channel, conversation.address, limit=LINES)
            async with self._store.transaction() as ledger:
                said = await self._remind(ledger, conversation_id, lines, now, is_open=is_open)
            if said:
                self._live.notify(DESK)

    async def _remind(
        self, ledger: Ledger, conversation_id: int, lines: Sequence[Message], now: datetime, *, is_open: bool
    ) -> bool:
        conversation = await ledger.lock(conversation_id)
        handoff = await ledger.handoff(conversation_id)
        if handoff is None or handoff.end is not None:
            return False
        entry = await self._due(ledger, conversation, handoff, lines, now, is_open=is_open)
        if entry is None:
            return False
        line = await ledger.append(conversation_id, entry, now)
        await self._feed.show(ledger, handoff, now, line)
        log.info("staff reminded", extra={"event": entry.details["event"]})
        return True

    async def _due(
        self,
        ledger: Ledger,
        conversation: Conversation,
        handoff: Handoff,
        lines: Sequence[Message],
        now: datetime,
        *,
        is_open: bool,
    ) -> Entry | None:
        """What is to be said, noted as said."""
        if handoff.snoozed_until is not None:
            if handoff.snoozed_until > now:
                return None
            await ledger.snooze(handoff, None)
            return staff_line("The pause is over.", "snooze_over", handoff=handoff.id)
        waits_since = waiting_since(conversation, handoff, lines)
        if waits_since is None or not is_open:
            return None
        waited = now - waits_since
        details = {"handoff": handoff.id, "waited": round(waited.total_seconds())}
        if handoff.escalated_at is None and waited >= self._patience(conversation):
            await ledger.alerted(handoff, now, escalated=True)
            return staff_line(f"The customer has waited {_minutes(waited)}.", "escalated", **details)
        last = handoff.alerted_at or waits_since
        if conversation.handling is Handling.WAITING and now - last >= self._limits.every:
            await ledger.alerted(handoff, now)
            return staff_line(f"Nobody has taken this for {_minutes(waited)}.", "alert", **details)
        return None

    def _patience(self, conversation: Conversation) -> timedelta:
        claimed = conversation.handling is Handling.HUMAN
        return self._limits.answer_target if claimed else self._limits.escalate_after


def waiting_since(conversation: Conversation, handoff: Handoff, lines: Sequence[Message]) -> datetime | None:
    """When the customer began to wait for people; None when it is the customer's turn."""
    asked_at = handoff.passed_at or handoff.asked_at
    if conversation.handling is Handling.WAITING:
        return asked_at
    waits: datetime | None = asked_at
    for line in lines:
        if line.conversation_id != conversation.id or line.created_at < asked_at:
            continue
        if line.entry.author is Author.AGENT and line.entry.corrects is None:
            waits = None
        elif line.entry.author is Author.CUSTOMER and waits is None:
            waits = line.created_at
    return waits


def _minutes(waited: timedelta) -> str:
    minutes = round(waited / timedelta(minutes=1))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
