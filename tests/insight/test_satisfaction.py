"""Ratings in the report: of the assistant and of people apart, and nothing where nobody was asked."""

from datetime import timedelta
from typing import Any

from bench.year import Said, Talk
from bench.year_store import store_year
from bot.insight.report import Reading
from bot.storage.rating_tables import ratings
from bot.storage.store import SqlStore
from tests.insight.conftest import ALL_YEAR, report_of

AT = ALL_YEAR.since + timedelta(days=90)


async def read(store: SqlStore, *scores: tuple[str, int | None]) -> Reading:
    await store_year(store.database, [Talk("widget", "kari", "nb", "invoice", (Said(AT, "customer"),))])
    rows = [_rating(rated, score) for rated, score in scores]
    if rows:
        async with store.database.transaction() as transaction:
            await transaction.run(lambda connection: connection.execute(ratings.insert(), rows))
    return await report_of(store).read(ALL_YEAR)


def _rating(rated: str, score: int | None) -> dict[str, Any]:
    agent = "U1" if rated == "person" else None
    given = None if score is None else AT
    return {
        "conversation_id": 1, "rated": rated, "agent_id": agent, "agent_name": agent, "asked_at": AT, "score": score,
        "given_at": given,
    }  # fmt: skip


async def test_the_assistant_and_people_are_rated_apart_and_silence_is_no_score(store: SqlStore) -> None:
    """Mutation: those who did not answer counted as unsatisfied."""
    reading = await read(store, ("bot", 5), ("bot", 2), ("bot", None), ("person", 4), ("person", 5))

    figure = reading.figure("ratings")
    assert figure is not None
    assert [(*row[:4], row[6]) for row in figure.rows] == [
        ("The assistant", 3, 2, 0.5, "3.5"),
        ("People", 2, 2, 1.0, "4.5"),
    ]
    glance = reading.figure("glance")
    assert glance is not None
    assert {row[0]: row[2] for row in glance.rows}["liked_bot"] == 0.5


async def test_where_nobody_was_asked_there_is_no_empty_place(store: SqlStore) -> None:
    reading = await read(store)

    glance, figure = reading.figure("glance"), reading.figure("ratings")
    assert glance is not None
    assert figure is not None
    assert figure.rows == []
    assert "liked_bot" not in {row[0] for row in glance.rows}
