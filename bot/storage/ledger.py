"""One open transaction, as the core writes into it."""

from collections.abc import Container, Mapping
from datetime import datetime, timedelta

from bot.conversations.answers import Outcome
from bot.conversations.messages import Author, Delivery, DeliveryState, Entry, Message
from bot.conversations.model import Conversation
from bot.storage import conversations, duties, log, outcomes
from bot.storage.customer_ledger import CustomerLedger
from bot.storage.database import Transaction
from bot.storage.desk_ledger import DeskLedger
from bot.storage.rating_ledger import RatingLedger


class SqlLedger(DeskLedger, CustomerLedger, RatingLedger):
    """Implements the core's Ledger."""

    def __init__(
        self,
        transaction: Transaction,
        pulled: Container[str] = (),
        gathered: Mapping[str, timedelta] | None = None,
    ) -> None:
        """`pulled`: channels whose customers read the log; `told` names those who have something to read.

        `gathered`: channels on which lines that answer nothing at once wait that long, to go as one.
        """
        DeskLedger.__init__(self, transaction)
        CustomerLedger.__init__(self, transaction)
        RatingLedger.__init__(self, transaction)
        self._pulled = pulled
        self._gathered = gathered or {}
        self._locked: set[int] = set()
        self.told: set[tuple[str, str]] = set()

    async def open_conversation(
        self, channel: str, address: str, language: str, now: datetime
    ) -> Conversation:
        conversation = await self._run(conversations.open_conversation, channel, address, language, now)
        self._locked.add(conversation.id)
        return conversation

    async def lock(self, conversation_id: int) -> Conversation:
        conversation = await self._run(conversations.lock, conversation_id)
        self._locked.add(conversation_id)
        return conversation

    async def save(self, conversation: Conversation) -> None:
        await self._run(conversations.save, conversation)

    async def append(self, conversation_id: int, entry: Entry, now: datetime) -> Message:
        if conversation_id not in self._locked:
            await self.lock(conversation_id)
        return await self._run(log.append, conversation_id, entry, now)

    async def message(self, message_id: int) -> Message | None:
        return await self._run(log.message, message_id)

    async def customer_wrote_after(self, conversation_id: int, seq: int) -> bool:
        return await self._run(log.customer_wrote_after, conversation_id, seq)

    async def expect_answer(self, message: Message, now: datetime) -> None:
        await self._run(duties.expect_answer, message, now)

    async def answered(self, message_id: int) -> bool:
        return await self._run(duties.answered, message_id)

    async def put_off(self, message_id: int, due_at: datetime) -> int:
        return await self._run(duties.put_off, message_id, due_at)

    async def owe(self, message: Message, channel: str, address: str, now: datetime) -> None:
        if channel in self._pulled:
            self.told.add((channel, address))
        elif channel in self._gathered and _can_wait(message.entry):
            latest = now + self._gathered[channel]
            await self._run(duties.owe_together, message, channel, address, latest)
        else:
            await self._run(duties.owe, message, channel, address, now)

    async def settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        due_at: datetime | None = None,
        receipt: str | None = None,
        error: str | None = None,
    ) -> None:
        await self._run(duties.settle, delivery, state, due_at=due_at, receipt=receipt, error=error)

    async def record_outcome(self, message: Message, outcome: Outcome, now: datetime) -> None:
        await self._run(outcomes.record, message, outcome, now)


def _can_wait(entry: Entry) -> bool:
    """People often write a second line; what answers a message of the customer's is whole at once."""
    return entry.author in (Author.AGENT, Author.SHOP) and entry.answers is None
