"""Taking in what customers send: each message once, durably, before anyone is told."""

import logging
from dataclasses import replace
from datetime import datetime

from bot.conversations.corrections import Corrections
from bot.conversations.entries import entry_of, pressed
from bot.conversations.errors import AlreadySeen
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.files import take_offers
from bot.conversations.lanes import Lanes
from bot.conversations.ledger import Ledger
from bot.conversations.lines import staff_line
from bot.conversations.live import DESK, Live, address_key
from bot.conversations.messages import Customer, Entry, Inbound, Receipt
from bot.conversations.model import Conversation, Handling
from bot.conversations.passes import Joined, Passes
from bot.conversations.ports import Clock, Store, Wording
from bot.conversations.rating_arrivals import RatingArrivals
from bot.conversations.ratings import NOT_ASKED, RatingLimits
from bot.conversations.speaking import arriving
from bot.conversations.trace import CONVERSATION

log = logging.getLogger(__name__)


class Intake:
    """The one entrance for customers, whatever the channel."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        wording: Wording,
        live: Live,
        clock: Clock,
        *,
        feed: Feed = NO_DESKS,
        passes: Passes | None = None,
        ratings: RatingLimits = NOT_ASKED,
    ) -> None:
        self._store = store
        self._lanes = lanes
        self._wording = wording
        self._live = live
        self._clock = clock
        self._passes = passes
        self._ratings = RatingArrivals(store, clock, ratings)
        self._corrections = Corrections(store, feed, clock)

    async def receive(self, inbound: Inbound) -> Receipt:
        """Store the message and wake its lane; once this returns, the message may be acknowledged."""
        inbound = replace(inbound, language=self._wording.known(inbound.language))
        try:
            receipt = await self._store_once(inbound)
        except AlreadySeen:
            return await self._seen(inbound)
        CONVERSATION.set(receipt.conversation_id)
        log.info("message stored", extra={"channel": inbound.channel, "seq": receipt.seq})
        self._lanes.enter(receipt.conversation_id)
        self._live.notify(DESK)
        self._live.notify(address_key(inbound.channel, inbound.address))  # the customer's other tabs
        return receipt

    async def _store_once(self, inbound: Inbound) -> Receipt:
        if inbound.corrects is not None:
            original = await self._store.seen(inbound.channel, inbound.corrects)
            if original is not None:
                return await self._corrections.take(inbound, original)
            inbound = _as_original(inbound)  # the correction came first: it is what shall be answered
        quoted = await self._store.seen(inbound.channel, inbound.quotes) if inbound.quotes else None
        own = await self._own(inbound) if inbound.pass_token or inbound.continues else None
        order = await self._ratings.order(inbound)
        closed = await self._ratings.closed(inbound, order)
        now = self._clock()
        async with self._store.transaction() as ledger:
            joined = await self._join(ledger, inbound, own, now)
            conversation = joined.conversation if joined else None
            conversation = conversation or await self._ratings.ended(ledger, inbound, closed)
            if conversation is None and inbound.continues and own is None and self._passes:
                conversation = await self._passes.carry(ledger, inbound, inbound.continues, now)
            if conversation is None:
                conversation = await self._open(ledger, inbound, now)
            entry = entry_of(inbound, quoted, joined, order)
            entry = await self._in_place(ledger, conversation, entry, inbound, now)
            message = await ledger.append(conversation.id, entry, now)
            await ledger.expect_answer(message, now)
            if (
                inbound.name is not None
            ):  # who writes to us takes our lines, too: whoever was blocked no longer is
                await ledger.note_customer(Customer(inbound.channel, inbound.address, inbound.name))
            conversation = await arriving(ledger, conversation, inbound)
            await ledger.save(replace(conversation, active_at=now))
        return Receipt(conversation.id, message.seq)

    async def _open(self, ledger: Ledger, inbound: Inbound, now: datetime) -> Conversation:
        """The address's conversation; staff are told when the customer goes on with one that is over."""
        conversation = await ledger.open_conversation(inbound.channel, inbound.address, inbound.language, now)
        earlier = inbound.continues
        if earlier is not None and earlier != conversation.id and conversation.version == 0:
            said = staff_line(
                f"The customer goes on with conversation {earlier}.", "went_on", earlier=earlier
            )
            await ledger.append(conversation.id, said, now)
        return conversation

    async def _own(self, inbound: Inbound) -> Conversation | None:
        """The address's open conversation."""
        own = await self._store.current(inbound.channel, inbound.address)
        return own if own and own.handling is not Handling.CLOSED else None

    async def _join(
        self, ledger: Ledger, inbound: Inbound, own: Conversation | None, now: datetime
    ) -> Joined | None:
        if inbound.pass_token is None or self._passes is None:
            return None
        return await self._passes.join(ledger, inbound, own, now)

    async def _in_place(
        self, ledger: Ledger, conversation: Conversation, entry: Entry, inbound: Inbound, now: datetime
    ) -> Entry:
        """The line with what belongs to its conversation: the button that was pressed, the files."""
        if inbound.press is not None:
            message_id, place = inbound.press
            asked = await ledger.message(message_id)
            same = asked is None or asked.conversation_id == conversation.id
            before = conversation if same or asked is None else await ledger.lock(asked.conversation_id)
            entry = pressed(entry, conversation, asked, before, place)
        if inbound.files:
            files = await take_offers(ledger, conversation.id, inbound.channel, inbound.files, now)
            entry = replace(entry, files=files)
        return entry

    async def _seen(self, inbound: Inbound) -> Receipt:
        message = await self._store.seen(inbound.channel, inbound.external_id)
        if message is None and inbound.corrects is not None:  # what it corrects came in at that moment
            return await self.receive(inbound)
        if message is None:  # the constraint and the log disagree: never acknowledge
            raise RuntimeError(
                f"{inbound.channel} {inbound.external_id} is refused as known, yet not in the log"
            )
        self._lanes.enter(message.conversation_id)  # the sender is still waiting: look once more
        return Receipt(message.conversation_id, message.seq, duplicate=True)


def _as_original(inbound: Inbound) -> Inbound:
    """Stored in the place of the line it corrects, which then is known already when it comes."""
    details = {**inbound.details, "came_as": inbound.external_id}
    return replace(inbound, external_id=inbound.corrects or "", corrects=None, details=details)
