"""What the assistant did not answer at once, by the topic that was nearest."""

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.insight.figures import Cell, Chart, Column, Figure, Kind
from bot.insight.sums import Asked
from bot.insight.views import talks, unclear

MEANING = (
    "Customers' lines by what became of them. Asked back: two readings were about as likely, so the assistant asked "
    "which was meant. Not understood: no reading was likely. No answer: the assistant failed, and the customer was "
    "offered a person. The topic is the likeliest reading, right or wrong."
)
_DECISIONS = ("ask", "reject", "failed")


def unclear_lines(connection: Connection, asked: Asked) -> Figure:
    query = (
        sa.select(unclear.c.nearest, unclear.c.decision, sa.func.count().label("number"))
        .join(talks, talks.c.conversation_id == unclear.c.conversation_id)
        .where(asked.span.covers(talks))
        .group_by(unclear.c.nearest, unclear.c.decision)
    )
    counted = {(row.nearest, row.decision): row.number for row in connection.execute(query)}
    found = {
        nearest: tuple(counted.get((nearest, decision), 0) for decision in _DECISIONS)
        for nearest in {nearest for nearest, _ in counted}
    }
    rows: list[tuple[Cell, ...]] = [
        (nearest, sum(numbers), *numbers)
        for nearest, numbers in sorted(found.items(), key=lambda item: (-sum(item[1]), item[0] or ""))
    ]
    columns = (
        Column("nearest", "Nearest topic", Kind.TOPIC),
        Column("lines", "Lines", Kind.COUNT),
        Column("asked_back", "Asked back", Kind.COUNT),
        Column("not_understood", "Not understood", Kind.COUNT),
        Column("no_answer", "No answer", Kind.COUNT),
    )
    return Figure("unclear", "Not answered at once", MEANING, columns, rows, Chart.STACKED)
