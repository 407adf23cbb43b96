"""Letters that came back, and what machines answered to them: staff see it, and nobody is answered."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.conversations.answers import HandoffRequest
from bot.conversations.errors import AlreadySeen
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.ledger import Ledger
from bot.conversations.lines import staff_line
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Author, Delivery, DeliveryState
from bot.conversations.ports import Clock, Store

log = logging.getLogger(__name__)


class ReturnedLetters:
    def __init__(self, store: Store, live: Live, clock: Clock, *, feed: Feed = NO_DESKS) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._feed = feed

    async def note(
        self, delivery_id: int, channel: str, external_id: str, what: str, *, bounced: bool
    ) -> None:
        """`what`: the other server's reason, or what the machine wrote. The same external id again is the same."""
        delivery = await self._store.delivery(delivery_id)
        if delivery is None:
            return
        with suppress(AlreadySeen):
            await self._write(delivery, channel, external_id, what, bounced=bounced)
            log.info(
                "a letter came back" if bounced else "a letter was answered by a machine",
                extra={"conversation": delivery.message.conversation_id},
            )
        self._live.notify(DESK)

    async def _write(
        self, delivery: Delivery, channel: str, external_id: str, what: str, *, bounced: bool
    ) -> None:
        text = (
            f"The mail could not be delivered: {what}"
            if bounced
            else f"An automatic answer came by mail: {what}"
        )
        entry = staff_line(text, "returned" if bounced else "auto_reply", message=delivery.message.id)
        entry = replace(entry, channel=channel, external_id=external_id)
        conversation_id, now = delivery.message.conversation_id, self._clock()
        async with self._store.transaction() as ledger:
            await ledger.lock(conversation_id)
            if bounced and delivery.message.entry.author is Author.AGENT:
                await self._call_back(ledger, delivery, now)
            line = await ledger.append(conversation_id, entry, now)
            await self._feed.hear(ledger, conversation_id, now, line)
            if bounced and delivery.state is not DeliveryState.DUE:
                await ledger.settle(delivery, DeliveryState.REFUSED, error=what)
                await self._feed.settled(ledger, delivery, now)

    async def _call_back(self, ledger: Ledger, delivery: Delivery, now: datetime) -> None:
        """A person's answer did not arrive: where nobody looks at the conversation any more, it is to be done."""
        conversation_id = delivery.message.conversation_id
        if await ledger.handoff(conversation_id) is None:
            request = HandoffRequest(
                "returned", summary="A colleague's answer could not be delivered by mail."
            )
            handoff = await ledger.open_handoff(conversation_id, request, now)
            await ledger.leave_contact(handoff, f"{delivery.channel} {delivery.address}")
            await ledger.end_handoff(handoff, HandoffEnd.EXPIRED, now)
