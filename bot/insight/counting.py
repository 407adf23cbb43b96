"""Counts the log as it grows, conversation by conversation, so that a year is read in a second."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.ports import Clock
from bot.insight import lines
from bot.insight.people import people
from bot.storage.counted_tables import (
    counted_citations,
    counted_conversations,
    counted_unclear,
    counted_until,
)
from bot.storage.database import Database
from bot.storage.tables import messages

log = logging.getLogger(__name__)

BATCH = 1000  # lines: a customer's message waits for as long as one batch takes, some hundredths of a second
EVERY = 20.0  # seconds
BREATH = 0.05  # seconds between batches: customers go first
# PostgreSQL gives numbers before it commits: a line may appear behind a later one, by no more than this.
SETTLED = timedelta(minutes=10)

_counted = counted_conversations


class Counting:
    def __init__(self, database: Database, zone: ZoneInfo, clock: Clock, batch: int = BATCH) -> None:
        self._database = database
        self._zone = zone
        self._clock = clock
        self._batch = batch

    async def keep_up(self) -> None:
        """Count until cancelled; a failure is logged and the next round tries again."""
        while True:
            try:
                await self.catch_up()
            except Exception:  # the database may be away: the loop must outlive that
                log.exception("counting for the report failed")
            await asyncio.sleep(EVERY)

    async def catch_up(self, most: int | None = None) -> None:
        """Count what was written since, in at most `most` batches."""
        after, batches = 0, 0
        while most is None or batches < most:
            async with self._database.transaction() as transaction:
                last = await transaction.run_aside(self._count, after)
            if last is None:
                return
            after, batches = last, batches + 1
            await asyncio.sleep(BREATH)

    def _count(self, connection: Connection, after: int) -> int | None:
        """Count a batch of lines; its last, None when nothing is left to count."""
        now = self._clock()
        after = max(after, _reached(connection, self._zone.key, now))
        rows = connection.execute(
            sa.select(messages.c.id, messages.c.conversation_id, messages.c.created_at)
            .where(messages.c.id > after)
            .order_by(messages.c.id)
            .limit(self._batch)
        ).all()
        settled = [row.id for row in rows if row.created_at <= now - SETTLED]
        reached = {"counted_at": now} | ({"message_id": settled[-1]} if settled else {})
        connection.execute(counted_until.update().values(reached))
        self._count_conversations(connection, sorted({row.conversation_id for row in rows}))
        return rows[-1].id if len(rows) == self._batch else None

    def _count_conversations(self, connection: Connection, wanted: Sequence[int]) -> None:
        if not wanted:
            return
        person = people(connection, wanted)
        facts = [
            {**fact, **self._local(fact["began_at"]), "person": person[fact["conversation_id"]]}
            for fact in lines.facts(connection, wanted)
        ]
        _replace(connection, _counted, wanted, facts)
        _replace(connection, counted_citations, wanted, lines.citations(connection, wanted))
        _replace(connection, counted_unclear, wanted, lines.unclear(connection, wanted))
        _find_returns(connection, sorted(set(person.values())))

    def _local(self, moment: datetime) -> dict[str, Any]:
        here = moment.astimezone(self._zone)
        return {"day": here.date().isoformat(), "weekday": here.weekday(), "hour": here.hour}


def _reached(connection: Connection, zone: str, now: datetime) -> int:
    """How far it is counted; from there on no other gateway counts at the same time. Another zone: from the start."""
    query = sa.select(counted_until).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        connection.execute(counted_until.insert().values(only=1, message_id=0, counted_at=now, zone=zone))
        return 0
    if row.zone != zone:
        connection.execute(counted_until.update().values(zone=zone, message_id=0))
        return 0
    return int(row.message_id)


def _replace(
    connection: Connection, table: sa.Table, wanted: Sequence[int], rows: Sequence[dict[str, Any]]
) -> None:
    connection.execute(table.delete().where(table.c.conversation_id.in_(wanted)))
    if rows:
        connection.execute(table.insert(), rows)


_RETURN = (
    _counted.update()
    .where(_counted.c.conversation_id == sa.bindparam("of"))
    .values(again_after=sa.bindparam("after"))
)


def _find_returns(connection: Connection, persons: Sequence[int]) -> None:
    """When each of these customers came back after each of their conversations: at once, if before its last line."""
    rows = connection.execute(
        sa.select(
            _counted.c.conversation_id,
            _counted.c.person,
            _counted.c.began_at,
            _counted.c.last_at,
            _counted.c.again_after,
        )
        .where(_counted.c.person.in_(persons))
        .order_by(_counted.c.person, _counted.c.began_at.desc(), _counted.c.conversation_id.desc())
    ).all()
    returns = []
    later: Any = None
    for row in rows:
        again = later if later is not None and later.person == row.person else None
        after = None if again is None else max(0, int((again.began_at - row.last_at).total_seconds()))
        if after != row.again_after:
            returns.append({"of": row.conversation_id, "after": after})
        later = row
    if returns:
        connection.execute(_RETURN, returns)
