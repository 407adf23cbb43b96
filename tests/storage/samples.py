"""What the tests write, and raw SQL past the ledger."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.answers import HandoffRequest
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Author, Entry, Message
from bot.conversations.model import Agent, Conversation
from bot.storage.store import SqlStore

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
KARI = Agent("U1", "Kari")
ASKED = HandoffRequest("asked", "order_status", "Where is 10442?", {"order_number": "10442"})


def customer(text: str = "hei", external_id: str | None = None, **more: Any) -> Entry:
    return Entry(Author.CUSTOMER, text, channel="widget", external_id=external_id, **more)


def bot(text: str = "hello", **more: Any) -> Entry:
    return Entry(Author.BOT, text, **more)


async def opened(store: SqlStore, address: str = "kari", now: datetime = NOW) -> Conversation:
    async with store.transaction() as ledger:
        return await ledger.open_conversation("widget", address, "nb", now)


async def said(
    store: SqlStore, conversation: Conversation, *entries: Entry, now: datetime = NOW
) -> list[Message]:
    async with store.transaction() as ledger:
        return [await ledger.append(conversation.id, entry, now) for entry in entries]


async def asked(store: SqlStore, address: str, now: datetime = NOW) -> tuple[Conversation, Handoff]:
    conversation = await opened(store, address)
    async with store.transaction() as ledger:
        await ledger.save(conversation.wait())
        return conversation, await ledger.open_handoff(conversation.id, ASKED, now)


async def raw(store: SqlStore, sql: str, **values: object) -> list[tuple[Any, ...]]:
    def work(connection: sa.Connection) -> list[tuple[Any, ...]]:
        result = connection.execute(sa.text(sql), values)
        return [tuple(row) for row in result] if result.returns_rows else []

    async with store._database.transaction() as transaction:
        return await transaction.run(work)
