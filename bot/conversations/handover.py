"""Handing a customer over to people: the promise, and what happens when nobody comes."""

import logging
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

from bot.conversations import buttons
from bot.conversations.answers import HandoffRequest
from bot.conversations.desk_switch import DeskSwitch
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.going_on import offer_to_go_on
from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.ledger import Ledger
from bot.conversations.lines import shop_line, tell
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Entry, Message
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Clock, DeskHours, Store, Wording

log = logging.getLogger(__name__)

PER_CUSTOMER = timedelta(minutes=1)  # added to the promise for everyone ahead in the queue


@dataclass(frozen=True, slots=True)
class HandoverLimits:
    """`timeout`: how long a customer waits unclaimed; `first_guess`: the wait promised before any was measured."""

    timeout: timedelta = timedelta(minutes=5)
    first_guess: timedelta = timedelta(minutes=2)


class Handover:
    def __init__(
        self,
        *,
        store: Store,
        wording: Wording,
        hours: DeskHours,
        live: Live,
        clock: Clock,
        limits: HandoverLimits,
        feed: Feed = NO_DESKS,
        reachable: Container[str] = (),
    ) -> None:
        """`reachable`: channels on which a customer can be answered at any time, and is asked for no address."""
        self._store = store
        self._wording = wording
        self._desk = DeskSwitch(store, hours, live, clock)
        self._live = live
        self._clock = clock
        self._limits = limits
        self._feed = feed
        self._reachable = reachable

    async def ask(
        self,
        ledger: Ledger,
        conversation: Conversation,
        request: HandoffRequest,
        now: datetime,
        *,
        message: Message,
        parse: Mapping[str, Any] | None = None,
    ) -> Conversation:
        """Queue the customer and make the promise, or take an e-mail address while nobody is in.

        `message` asked for it, and `parse` is how the bot read it. The bot itself says nothing then, so that the
        promise is the line that keeps both.
        """
        asked = partial(shop_line, answers=message.id, details={"parse": dict(parse)} if parse else None)
        handoff = await ledger.open_handoff(conversation.id, request, now)
        if not await self._desk.is_open(now, ledger):
            return await self._nobody_in(ledger, conversation, handoff, asked, now)
        ahead = await ledger.waiting_before(handoff)
        wait = promised_wait(await ledger.recent_waits(20), ahead, self._limits.first_guess)
        text = self._say(conversation, "queued", position=ahead + 1, wait=wait)
        back = buttons.back(self._wording, conversation.language)
        line = await tell(ledger, conversation, asked(text, back), now)
        await self._feed.show(ledger, handoff, now, line)
        return conversation.wait()

    async def withdraw(self, ledger: Ledger, conversation: Conversation, now: datetime) -> Conversation:
        """The waiting customer prefers the assistant after all."""
        line = await tell(ledger, conversation, shop_line(self._say(conversation, "back_with_bot")), now)
        await self.end(ledger, conversation, HandoffEnd.WITHDRAWN, now, line)
        await offer_to_go_on(ledger, conversation, line, now)
        return conversation.hand_back()

    async def end(
        self, ledger: Ledger, conversation: Conversation, end: HandoffEnd, now: datetime, *lines: Message
    ) -> None:
        """End the conversation's hand-over, if it has one; staff see it, with the last lines about it."""
        handoff = await ledger.handoff(conversation.id)
        if handoff is not None and handoff.end is None:
            await ledger.end_handoff(handoff, end, now)
            await self._feed.show(ledger, handoff, now, *lines)

    async def expire(self) -> int:
        """Let go of everyone who waited too long; returns how many."""
        now = self._clock()
        waiting = await self._store.unclaimed_since(now - self._limits.timeout)
        return sum([await self._expire(conversation_id, now) for conversation_id in waiting])

    async def _expire(self, conversation_id: int, now: datetime) -> bool:
        async with self._store.transaction() as ledger:
            conversation = await ledger.lock(conversation_id)
            handoff = await ledger.handoff(conversation_id)
            if conversation.handling is not Handling.WAITING or handoff is None:
                return False  # claimed in the meantime
            text, reachable = await self._let_go(ledger, conversation, handoff, now, "nobody_came")
            line = await tell(ledger, conversation, shop_line(text), now)
            await self._feed.show(ledger, handoff, now, line)
            await ledger.save(replace(conversation.hand_back(), contact_asked=not reachable, active_at=now))
        log.info("hand-over expired", extra={"conversation": conversation_id})
        self._live.notify(DESK)
        return True

    async def _nobody_in(
        self,
        ledger: Ledger,
        conversation: Conversation,
        handoff: Handoff,
        asked: Callable[[str], Entry],
        now: datetime,
    ) -> Conversation:
        opens = await self._desk.next_open(now, ledger)
        key, values = ("desk_closed", {"opens": opens}) if opens else ("desk_shut", {})
        text, reachable = await self._let_go(ledger, conversation, handoff, now, key, **values)
        line = await tell(ledger, conversation, asked(text), now)
        await self._feed.show(ledger, handoff, now, line)
        return replace(conversation, contact_asked=not reachable)

    async def _let_go(
        self,
        ledger: Ledger,
        conversation: Conversation,
        handoff: Handoff,
        now: datetime,
        key: str,
        **values: object,
    ) -> tuple[str, bool]:
        """What the customer is told when nobody comes now, and whether they can be reached anyway.

        If so, it stays on the desk as a call-back at once; else they are asked for an e-mail address.
        """
        reachable = conversation.channel in self._reachable
        if reachable:
            await ledger.leave_contact(handoff, f"{conversation.channel} {conversation.address}")
        await ledger.end_handoff(handoff, HandoffEnd.EXPIRED, now)
        return self._say(conversation, f"{key}_here" if reachable else key, **values), reachable

    def _say(self, conversation: Conversation, key: str, **values: object) -> str:
        return self._wording.say(conversation.language, key, **values)


def promised_wait(recent: Sequence[timedelta], ahead: int, first_guess: timedelta) -> timedelta:
    """The median of recent waits, and a minute for everyone ahead; in whole minutes, at least one."""
    usual = timedelta(seconds=median(wait.total_seconds() for wait in recent)) if recent else first_guess
    minutes = -(-(usual + ahead * PER_CUSTOMER) // timedelta(minutes=1))  # rounded up
    return timedelta(minutes=max(1, minutes))
