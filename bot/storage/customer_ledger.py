"""The part of an open transaction that is about customers: who they are, their files, how they carry on elsewhere."""

from datetime import datetime

from bot.conversations.evidence import Erasure
from bot.conversations.messages import Customer, File, Offer
from bot.conversations.model import Conversation
from bot.storage import customers, erasing, files, moves, passes
from bot.storage.database import Transaction


class CustomerLedger:
    def __init__(self, transaction: Transaction) -> None:
        self._run = transaction.run
        self._run_aside = transaction.run_aside

    async def note_customer(self, customer: Customer) -> None:
        await self._run(customers.note, customer)

    async def customer(self, channel: str, address: str) -> Customer | None:
        return await self._run(customers.at, channel, address)

    async def offer_file(self, conversation_id: int, channel: str, offer: Offer, now: datetime) -> File:
        return await self._run(files.offer, conversation_id, channel, offer, now)

    async def keep_file(self, key: str, content: bytes) -> None:
        await self._run_aside(files.keep, key, content)

    async def put_off_file(self, key: str, due_at: datetime) -> int:
        return await self._run(files.put_off, key, due_at)

    async def lose_file(self, key: str, why: str) -> None:
        await self._run(files.lose, key, why)

    async def issue_pass(self, nonce: str, conversation_id: int, expires_at: datetime) -> None:
        await self._run(passes.issue, nonce, conversation_id, expires_at)

    async def use_pass(self, nonce: str, now: datetime) -> int | None:
        return await self._run(passes.use, nonce, now)

    async def move(
        self, conversation: Conversation, channel: str, address: str, now: datetime
    ) -> Conversation:
        return await self._run(moves.move, conversation, channel, address, now)

    async def last_seq(self, conversation_id: int) -> int:
        return await self._run(erasing.last_seq, conversation_id)

    async def erase(self, erasure: Erasure, signature: bytes) -> None:
        await self._run(erasing.erase, erasure, signature)
