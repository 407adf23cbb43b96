"""A customer's edit: a line of its own that takes the waiting one's turn, or is only shown when that was answered."""

from dataclasses import replace
from datetime import datetime

from bot.conversations.entries import entry_of
from bot.conversations.feed import Feed
from bot.conversations.files import take_offers
from bot.conversations.ledger import Ledger
from bot.conversations.messages import Entry, Inbound, Message, Receipt
from bot.conversations.ports import Clock, Store


class Corrections:
    def __init__(self, store: Store, feed: Feed, clock: Clock) -> None:
        self._store = store
        self._feed = feed
        self._clock = clock

    async def take(self, inbound: Inbound, original: Message) -> Receipt:
        """Raises AlreadySeen when this correction is in the log."""
        if original.entry.details.get("came_as") == inbound.external_id:
            return Receipt(original.conversation_id, original.seq, duplicate=True)
        versions = [original, *await self._earlier(original)]
        now = self._clock()
        async with self._store.transaction() as ledger:
            conversation = await ledger.lock(original.conversation_id)
            entry = await self._entry(ledger, inbound, original, now)
            message = await ledger.append(conversation.id, entry, now)
            waits = [await ledger.answered(version.id) for version in versions]
            if any(waits):
                await ledger.expect_answer(message, now)
            else:
                await self._feed.hear(ledger, conversation.id, now, message)
            await ledger.save(replace(conversation, active_at=now))
        return Receipt(conversation.id, message.seq)

    async def _earlier(self, original: Message) -> list[Message]:
        """Other corrections of the same line: one of them may be what waits."""
        found: list[Message] = []
        after = original.seq
        while page := await self._store.messages(original.conversation_id, after=after):
            found += [line for line in page if line.entry.corrects == original.id]
            after = page[-1].seq
        return found

    async def _entry(self, ledger: Ledger, inbound: Inbound, original: Message, now: datetime) -> Entry:
        entry = replace(entry_of(inbound), corrects=original.id)
        if inbound.text != original.entry.text or not inbound.files:
            return replace(entry, files=original.entry.files)
        files = await take_offers(ledger, original.conversation_id, inbound.channel, inbound.files, now)
        return replace(entry, files=files)  # the same words: what was changed is the picture
