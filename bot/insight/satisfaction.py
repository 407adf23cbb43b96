"""How customers rated the assistant and people."""

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.ratings import GOOD, Rated
from bot.insight.definitions import LIKED_BOT, LIKED_PERSON
from bot.insight.figures import Cell, Column, Figure, Kind
from bot.insight.intervals import share
from bot.insight.sums import Asked
from bot.insight.views import rated

_NAMES = {Rated.BOT: "The assistant", Rated.PERSON: "People"}
_COLUMNS = (
    Column("rated", "Who was rated", Kind.TEXT),
    Column("asked", "Asked", Kind.COUNT),
    Column("given", "Answered", Kind.COUNT),
    Column("satisfied", "Satisfied", Kind.SHARE),
    Column("low", "95 % from", Kind.SHARE),
    Column("high", "to", Kind.SHARE),
    Column("average", "Average of 5", Kind.TEXT),
)


def satisfaction(connection: Connection, asked: Asked) -> Figure:
    of = rated.c
    query = (
        sa.select(
            of.rated,
            sa.func.count().label("asked"),
            sa.func.count(of.score).label("given"),
            sa.func.count().filter(of.score >= GOOD).label("good"),
            sa.func.sum(of.score).label("sum"),
        )
        .where(asked.span.covers(rated))
        .group_by(of.rated)
        .order_by(of.rated)
    )
    rows = [_row(*row) for row in connection.execute(query)]
    meaning = f"{LIKED_BOT.title}: {LIKED_BOT.meaning} {LIKED_PERSON.title}: {LIKED_PERSON.meaning}"
    return Figure("ratings", "How customers rate it", meaning, _COLUMNS, rows)


def _row(rated_: str, asked: int, given: int, good: int, points: int | None) -> tuple[Cell, ...]:
    found = share(good, given)
    satisfied = (found.value, found.low, found.high) if found else (None, None, None)
    average = f"{points / given:.1f}" if points and given else None
    return (_NAMES[Rated(rated_)], asked, given, *satisfied, average)
