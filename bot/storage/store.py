"""The store that the core asks for, over either database."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.conversations.finding import ALL, Filters
from bot.conversations.messages import Cursor, Customer, Delivery, File, Message
from bot.conversations.model import Conversation
from bot.storage import conversations, customers, duties, files, leases, log, record, search
from bot.storage.database import Database
from bot.storage.desk_store import DeskStore
from bot.storage.evidence_store import EvidenceStore
from bot.storage.ledger import SqlLedger
from bot.storage.migrate import migrate
from bot.storage.postgres import PostgresDatabase
from bot.storage.rating_store import RatingStore
from bot.storage.record import Episode
from bot.storage.sqlite import SqliteDatabase

logger = logging.getLogger(__name__)

EXPORT_PAGE = 50  # conversations held in memory at once


def database(url: str) -> Database:
    """Nothing is connected yet. The URL begins with sqlite: or postgresql:."""
    parsed = sa.make_url(url)
    return SqliteDatabase(parsed) if parsed.get_backend_name() == "sqlite" else PostgresDatabase(parsed)


@asynccontextmanager
async def open_store(url: str) -> "AsyncIterator[SqlStore]":
    """Bring the database up to date and connect to it. Raises DatabaseTooNew."""
    await migrate(url)
    store = SqlStore(database(url))
    try:
        yield store
    finally:
        await store.close()


class SqlStore(DeskStore, RatingStore, EvidenceStore):
    """Implements the core's Store."""

    def __init__(self, database: Database) -> None:
        DeskStore.__init__(self, database)
        RatingStore.__init__(self, database)
        EvidenceStore.__init__(self, database)
        self._database = database
        self._wakes: dict[str, Callable[[str], None]] = {}
        self._gathered: dict[str, timedelta] = {}

    @property
    def database(self) -> Database:
        """For the report, which asks in SQL of its own."""
        return self._database

    def read_by(self, channel: str, wake: Callable[[str], None]) -> None:
        """The channel's customers read the log by cursor: nothing is owed to them, `wake` is told their address."""
        self._wakes[channel] = wake

    def gather_for(self, channel: str, pause: timedelta) -> None:
        """On the channel an agent's line waits that long for others, so that they go out as one. See SqlLedger."""
        self._gathered[channel] = pause

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqlLedger]:
        async with self._database.transaction() as transaction:
            ledger = SqlLedger(transaction, self._wakes, self._gathered)
            yield ledger
        for channel, address in ledger.told:
            self._wakes[channel](address)

    async def close(self) -> None:
        await self._database.close()

    async def conversation(self, conversation_id: int) -> Conversation:
        return await self._read(conversations.read, conversation_id)

    async def current(self, channel: str, address: str) -> Conversation | None:
        return await self._read(conversations.current, channel, address)

    async def messages(self, conversation_id: int, *, after: int = 0, limit: int = 500) -> Sequence[Message]:
        return await self._read(log.of_conversation, conversation_id, after, limit)

    async def history(
        self, channel: str, address: str, *, after: Cursor, limit: int = 200
    ) -> Sequence[Message]:
        return await self._read(log.history, channel, address, after, limit)

    async def recent(self, channel: str, address: str, *, limit: int = 200) -> Sequence[Message]:
        return await self._read(log.recent, channel, address, limit)

    async def seen(self, channel: str, external_id: str) -> Message | None:
        return await self._read(log.seen, channel, external_id)

    async def unanswered(self, conversation_id: int) -> Message | None:
        return await self._read(duties.first_unanswered, conversation_id)

    async def due_deliveries(self, conversation_id: int, now: datetime) -> Sequence[Delivery]:
        return await self._read(duties.due_deliveries, conversation_id, now)

    async def delivery(self, delivery_id: int) -> Delivery | None:
        return await self._read(duties.delivery, delivery_id)

    async def owed(self, conversation_id: int) -> int:
        return await self._read(duties.owed, conversation_id)

    async def to_do(self, now: datetime) -> Sequence[int]:
        return await self._read(duties.to_do, now)

    async def quiet_since(self, active_before: datetime) -> Sequence[int]:
        return await self._read(conversations.quiet_since, active_before)

    async def episodes(self, channel: str, address: str, *, limit: int = 5) -> Sequence[Conversation]:
        return await self._read(conversations.episodes, channel, address, limit)

    async def customer(self, channel: str, address: str) -> Customer | None:
        return await self._read(customers.at, channel, address)

    async def due_files(self, conversation_id: int, now: datetime) -> Sequence[tuple[File, str, str]]:
        return await self._read(files.due, conversation_id, now)

    async def file(self, key: str) -> tuple[File, bytes | None, str | None] | None:
        return await self._scan(files.read, key)

    async def lease(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        async with self._database.transaction() as transaction:
            return await transaction.run(leases.take, name, holder, now, until)

    async def release(self, name: str, holder: str) -> None:
        async with self._database.transaction() as transaction:
            await transaction.run(leases.release, name, holder)

    async def counts(self) -> Mapping[str, int]:
        """How much waits: bot, waiting, human (open conversations), unanswered, deliveries."""
        return await self._scan(record.counts)

    async def search(self, words: str, *, filters: Filters = ALL, limit: int = 100) -> Sequence[Message]:
        """Lines that hold every word, or a part of one, and pass the filters; the newest first. Nothing finds none."""
        return await self._scan(search.search, words, filters, limit)

    async def export(self, filters: Filters = ALL) -> AsyncIterator[Episode]:
        """Conversations in the order they were opened, with what was said in the filters' time."""
        last = 0
        while page := await self._scan(record.episodes_after, last, filters, EXPORT_PAGE):
            for episode in page:
                yield episode
            last = page[-1].conversation.id

    async def ping(self) -> bool:
        """Whether the database can be read."""
        try:
            await self._read(record.ping)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            logger.warning("the database cannot be read: %s", error)
            return False
        return True
