"""Counting as the log grows: the same figures as counting it at once, whoever turns out to be the same customer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bench.year import Handed, Said, Talk
from bench.year_store import store_year
from bot.insight.counting import Counting
from bot.storage.counted_tables import counted_conversations, counted_until
from bot.storage.store import SqlStore
from bot.storage.tables import conversations, messages, moves
from tests.insight.conftest import NOW, counting, now
from tests.insight.plain import ZONE

DAY = timedelta(days=1)
LONG_AGO = datetime(2025, 5, 5, 9, tzinfo=UTC)


def talk(at: datetime, channel: str = "widget", address: str = "kari", **more: Any) -> Talk:
    said = (Said(at, "customer"), Said(at + timedelta(seconds=1), "bot", "answer", "order_status"))
    return Talk(channel, address, "nb", "order_status", said, **more)


async def rows(store: SqlStore) -> list[dict[str, Any]]:
    def read(connection: sa.Connection) -> list[dict[str, Any]]:
        query = sa.select(counted_conversations).order_by(counted_conversations.c.conversation_id)
        return [dict(row) for row in connection.execute(query).mappings()]

    return await store.database.scan(read)


async def counted(store: SqlStore, *talks: Talk) -> list[dict[str, Any]]:
    await store_year(store.database, talks)
    await counting(store).catch_up()
    return await rows(store)


async def write(store: SqlStore, table: sa.Table, **values: Any) -> None:
    async with store.database.transaction() as transaction:
        await transaction.run(lambda connection: connection.execute(table.insert().values(values)))


async def say(store: SqlStore, conversation_id: int, seq: int, at: datetime, line: int | None = None) -> None:
    base = {"buttons": [], "internal": False, "details": {}, "files": [], "withdrawn": False}
    number = {} if line is None else {"id": line}
    await write(
        store, messages, conversation_id=conversation_id, seq=seq, created_at=at, author="customer", text="hei",
        **base, **number,
    )  # fmt: skip


async def test_in_small_batches_it_is_the_same_as_at_once(store: SqlStore, talks: Sequence[Talk]) -> None:
    """Mutation: a batch that counts only its own lines of a conversation."""
    some = list(talks[:60])
    await store_year(store.database, some)
    await counting(store, batch=23).catch_up()
    piecemeal = await rows(store)
    async with store.database.transaction() as transaction:
        await transaction.run(lambda connection: connection.execute(counted_until.delete()))
        await transaction.run(lambda connection: connection.execute(counted_conversations.delete()))

    await counting(store, batch=100_000).catch_up()

    assert await rows(store) == piecemeal
    assert len(piecemeal) == 60


async def test_a_line_that_comes_later_is_counted_and_nothing_twice(store: SqlStore) -> None:
    before = await counted(store, talk(NOW - timedelta(minutes=20)))
    await say(store, 1, 3, NOW - timedelta(minutes=1))

    await counting(store).catch_up()
    await counting(store).catch_up()

    assert [row["lines"] for row in (*before, *await rows(store))] == [2, 3]


async def test_a_line_that_appears_behind_a_later_one_is_not_forgotten(store: SqlStore) -> None:
    """As when PostgreSQL commits out of order. Mutation: counting on from the last line that was seen."""
    await store_year(store.database, [talk(NOW - timedelta(hours=1))])
    await say(store, 1, 4, NOW - timedelta(seconds=3), line=20)
    await counting(store).catch_up()
    await say(store, 1, 3, NOW - timedelta(seconds=4), line=19)

    await counting(store).catch_up()

    assert [row["lines"] for row in await rows(store)] == [4]


async def test_asking_again_is_seen_on_another_channel_after_a_move(store: SqlStore) -> None:
    """Mutation: without the moves, all three are strangers to one another."""
    moved = replace(talk(LONG_AGO + DAY, "telegram", "42"), came_from="kari")
    found = await counted(store, talk(LONG_AGO), moved, talk(LONG_AGO + 5 * DAY, "telegram", "42"))

    assert [row["person"] for row in found] == [1, 1, 1]
    assert [row["again_after"] for row in found] == [86_399, 4 * 86_400 - 1, None]


async def test_who_is_known_to_be_the_same_later_is_joined_backwards(store: SqlStore) -> None:
    """Mutation: persons of earlier conversations left as they were."""
    await store_year(store.database, [talk(LONG_AGO), talk(LONG_AGO + DAY, "telegram", "42")])
    await counting(store, batch=2).catch_up()
    apart = [row["person"] for row in await rows(store)]
    await write(
        store, conversations, channel="telegram", address="42", language="nb", opened_at=LONG_AGO + 2 * DAY,
        active_at=LONG_AGO + 2 * DAY, handling="bot", session_number=0, session_turns=0, session_busy=False,
        session_slots={}, contact_asked=False, version=0,
    )  # fmt: skip
    await write(store, moves, channel="widget", address="kari", conversation_id=3, seq=0, moved_at=LONG_AGO)
    await say(store, 3, 1, LONG_AGO + 2 * DAY)

    await counting(store).catch_up()

    assert apart == [1, 2]
    assert [row["person"] for row in await rows(store)] == [1, 1, 1]
    assert [row["again_after"] for row in await rows(store)] == [86_399, 86_399, None]


async def test_who_writes_again_before_the_end_came_back_at_once(store: SqlStore) -> None:
    moved = replace(talk(LONG_AGO + timedelta(seconds=1), "telegram", "42"), came_from="kari")
    found = await counted(
        store, replace(talk(LONG_AGO), said=(*talk(LONG_AGO).said, Said(LONG_AGO + DAY, "shop"))), moved
    )

    assert found[0]["again_after"] == 0


async def test_days_are_the_shops_own_and_counted_anew_in_another_zone(store: SqlStore) -> None:
    """Mutation: the zone of the last count not remembered."""
    late = datetime(2025, 7, 1, 22, 30, tzinfo=UTC)
    (in_oslo,) = await counted(store, talk(late))

    await Counting(store.database, ZoneInfo("UTC"), now).catch_up()

    (in_utc,) = await rows(store)
    assert (in_oslo["day"], in_oslo["weekday"], in_oslo["hour"]) == ("2025-07-02", 2, 0)
    assert (in_utc["day"], in_utc["weekday"], in_utc["hour"]) == ("2025-07-01", 1, 22)
    assert ZONE.key == "Europe/Oslo"


async def test_what_people_did_is_part_of_it(store: SqlStore) -> None:
    at = LONG_AGO + timedelta(minutes=1)
    handed = Handed(at, None, at + DAY, at + DAY, at + DAY, "resolved", "unsolved", "delivery")
    (found,) = await counted(store, talk(LONG_AGO, handed=handed))

    assert (found["handed"], found["helped"], found["unsolved"]) == (True, True, True)


async def test_a_conversation_in_which_no_customer_wrote_is_not_counted(store: SqlStore) -> None:
    assert await counted(store, replace(talk(LONG_AGO), said=(Said(LONG_AGO, "shop"),))) == []


async def test_the_counted_tables_hold_nobodys_words_and_no_address(store: SqlStore) -> None:
    await counted(store, talk(LONG_AGO, address="kari@example.no"))

    def everything(connection: sa.Connection) -> str:
        names = ("counted_conversations", "counted_citations", "counted_unclear", "counted_until")
        return str([connection.execute(sa.text(f"SELECT * FROM {name}")).all() for name in names])

    kept = await store.database.scan(everything)
    assert "kari" not in kept
    assert "What the" not in kept
