"""Taking in what customers send: each message once, durably, before anyone is told."""

import logging
from dataclasses import replace

from bot.conversations.errors import AlreadySeen
from bot.conversations.lanes import Lanes
from bot.conversations.live import DESK, Live, address_key
from bot.conversations.messages import Author, Entry, Inbound, Message, Receipt
from bot.conversations.model import Conversation
from bot.conversations.ports import Clock, Ledger, Store
from bot.conversations.trace import CONVERSATION

log = logging.getLogger(__name__)


class Intake:
    """The one entrance for customers, whatever the channel."""

    def __init__(self, store: Store, lanes: Lanes, live: Live, clock: Clock) -> None:
        self._store = store
        self._lanes = lanes
        self._live = live
        self._clock = clock

    async def receive(self, inbound: Inbound) -> Receipt:
        """Store the message and wake its lane; once this returns, the message may be acknowledged."""
        try:
            receipt = await self._store_once(inbound)
        except AlreadySeen:
            return await self._known(inbound)
        CONVERSATION.set(receipt.conversation_id)
        log.info("message stored", extra={"channel": inbound.channel, "seq": receipt.seq})
        self._lanes.enter(receipt.conversation_id)
        self._live.notify(DESK)
        self._live.notify(address_key(inbound.channel, inbound.address))  # the customer's other tabs
        return receipt

    async def _store_once(self, inbound: Inbound) -> Receipt:
        now = self._clock()
        async with self._store.transaction() as ledger:
            conversation = await ledger.open_conversation(
                inbound.channel, inbound.address, inbound.language, now
            )
            entry = await self._entry(ledger, conversation, inbound)
            message = await ledger.append(conversation.id, entry, now)
            await ledger.expect_answer(message, now)
            await ledger.save(replace(conversation, active_at=now, language=inbound.language))
        return Receipt(conversation.id, message.seq)

    async def _known(self, inbound: Inbound) -> Receipt:
        message = await self._store.seen(inbound.channel, inbound.external_id)
        if message is None:  # the constraint and the log disagree: never acknowledge
            raise RuntimeError(
                f"{inbound.channel} {inbound.external_id} is refused as known, yet not in the log"
            )
        self._lanes.enter(message.conversation_id)  # the sender is still waiting: look once more
        return Receipt(message.conversation_id, message.seq, duplicate=True)

    async def _entry(self, ledger: Ledger, conversation: Conversation, inbound: Inbound) -> Entry:
        entry = Entry(Author.CUSTOMER, inbound.text, channel=inbound.channel, external_id=inbound.external_id)
        if inbound.press is None:
            return entry
        message_id, place = inbound.press
        return _pressed(entry, conversation, await ledger.message(message_id), place)


def _pressed(entry: Entry, conversation: Conversation, asked: Message | None, place: int) -> Entry:
    """The press as a line: its payload counts only when this conversation was really shown that button."""
    if asked is None or not 0 <= place < len(asked.entry.buttons):
        return entry
    button = asked.entry.buttons[place]
    if asked.conversation_id != conversation.id:  # a button of an earlier conversation: only its words
        return entry
    return replace(entry, text=button.title, details={"payload": button.payload, "pressed": asked.id})
