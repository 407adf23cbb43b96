"""What each rule of the shop was cited for, in the words that it had, and whether that settled it."""

from collections import Counter, defaultdict
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.insight.definitions import ASKED_AGAIN, RESOLVED
from bot.insight.figures import Cell, Column, Figure, Kind
from bot.insight.intervals import share
from bot.insight.sums import Asked
from bot.insight.views import citations, talks

MEANING = (
    "Answers of the assistant that cite a rule, by its words at the time: a rule that was changed has a row for each. "
    "Beside it, what became of the conversations in which it was cited, whatever else was said in them, and what "
    "they were about."
)
MOST_TOPICS = 3
_SUMS = {
    "talks": sa.func.count(),
    "answers": sa.func.sum(citations.c.answers),
    "resolved": sa.func.sum(RESOLVED.part),
    "again": sa.func.sum(ASKED_AGAIN.part),
    "known": sa.func.sum(RESOLVED.whole),
    "handed": sa.func.sum(sa.case((talks.c.handed, 1), else_=0)),
}


def policies(connection: Connection, asked: Asked) -> Figure:
    query = (
        sa.select(
            citations.c.rule,
            citations.c.text,
            talks.c.topic,
            *(sums.label(name) for name, sums in _SUMS.items()),
        )
        .join(talks, talks.c.conversation_id == citations.c.conversation_id)
        .where(asked.span.covers(talks))
        .group_by(citations.c.rule, citations.c.text, talks.c.topic)
    )
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    about: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in connection.execute(query, dict(asked.parameters)).mappings():
        rule = (row["rule"], row["text"])
        sums[rule].update({name: int(row[name] or 0) for name in _SUMS})
        about[rule][row["topic"] or "none"] += row["talks"]
    rows = [_row(rule, text, of, about[rule, text]) for (rule, text), of in sums.items()]
    return Figure(
        "policies", "What the shop's rules were used for", MEANING, _COLUMNS, sorted(rows, key=_place)
    )


_COLUMNS = (
    Column("rule", "Rule", Kind.TEXT),
    Column("text", "In these words", Kind.TEXT),
    Column("answers", "Answers", Kind.COUNT),
    Column("conversations", "Conversations", Kind.COUNT),
    Column("about", "About", Kind.TEXT),
    Column("handed_over", "Person asked for", Kind.SHARE),
    Column("asked_again", "Asked again", Kind.SHARE),
    Column("resolved", "True resolution", Kind.SHARE),
    Column("low", "95 % from", Kind.SHARE),
    Column("high", "to", Kind.SHARE),
)


def _row(rule: str, text: str, of: Mapping[str, int], about: Counter[str]) -> tuple[Cell, ...]:
    resolved, again = share(of["resolved"], of["known"]), share(of["again"], of["known"])
    most = ", ".join(topic.replace("_", " ") for topic, _ in about.most_common(MOST_TOPICS))
    return (
        rule,
        text,
        of["answers"],
        of["talks"],
        most,
        of["handed"] / of["talks"],
        again.value if again else None,
        *((resolved.value, resolved.low, resolved.high) if resolved else (None, None, None)),
    )


def _place(row: tuple[Cell, ...]) -> tuple[str, str]:
    return str(row[0]), str(row[1])
