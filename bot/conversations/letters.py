"""Letters: what agents write to somebody who left an address and went away is sent there as well."""

from collections.abc import Container, Sequence
from datetime import datetime

from bot.conversations.call_backs import EMAIL
from bot.conversations.handoffs import Handoff
from bot.conversations.ledger import Ledger
from bot.conversations.live import Live, address_key
from bot.conversations.messages import Delivery, Message
from bot.conversations.model import Conversation
from bot.conversations.ports import Channel, Store

READ = "read on the page"


class Letters:
    """`channel` carries them, None when it is off; `readers`: channels whose customers can go away."""

    def __init__(self, channel: str | None = None, readers: Container[str] = ()) -> None:
        self._channel = channel
        self._readers = readers

    async def owe(
        self,
        ledger: Ledger,
        conversation: Conversation,
        handoff: Handoff | None,
        line: Message,
        now: datetime,
    ) -> None:
        """Owe an agent's line to the address that was left, if one was."""
        contact = handoff.contact if handoff else None
        if self._channel is None or contact is None or not EMAIL.fullmatch(contact):
            return
        if conversation.channel in self._readers:
            await ledger.owe(line, self._channel, contact, now)


NO_LETTERS = Letters()


class UnlessRead:
    """A channel of letters that keeps back what its reader has before their eyes; implements Channel."""

    def __init__(self, channel: Channel, store: Store, live: Live) -> None:
        self.together = channel.together
        self._channel = channel
        self._store = store
        self._live = live

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        if await self._on_page(deliveries[0]):
            return READ
        return await self._channel.send(deliveries)

    async def find(self, delivery: Delivery) -> str | None:
        return await self._channel.find(delivery)

    async def _on_page(self, delivery: Delivery) -> bool:
        """Whoever is there when a letter is due has seen its lines come. Nobody watches a mailbox's address."""
        conversation = await self._store.conversation(delivery.message.conversation_id)
        return self._live.is_watched(address_key(conversation.channel, conversation.address))
