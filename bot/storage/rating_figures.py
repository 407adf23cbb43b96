"""Ratings as figures for the report, in SQL: by whom it is about, language, channel, or any of these together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.ratings import GOOD, STEPS
from bot.storage.rating_tables import ratings
from bot.storage.tables import conversations

BY: Mapping[str, sa.Column[str]] = {
    "rated": ratings.c.rated,
    "language": conversations.c.language,
    "channel": conversations.c.channel,
}


@dataclass(frozen=True, slots=True)
class RatingFigures:
    """One group: `of` gives its value for each of what was asked for, such as {"rated": "bot"}.

    `asked` questions, `steps` how often each step was given, `words` how many wrote a line.
    """

    of: Mapping[str, str]
    asked: int
    steps: Mapping[int, int]
    words: int

    @property
    def given(self) -> int:
        return sum(self.steps.values())

    @property
    def mean(self) -> float | None:
        """1 to 5; None when nobody answered."""
        return sum(step * count for step, count in self.steps.items()) / self.given if self.given else None

    @property
    def satisfied(self) -> float | None:
        """The share of 4 and 5 among the answers, as customer satisfaction (CSAT) is usually counted."""
        good = sum(count for step, count in self.steps.items() if step >= GOOD)
        return good / self.given if self.given else None

    @property
    def answered(self) -> float:
        """The share of the questions that were answered."""
        return self.given / self.asked


def figures(
    connection: Connection, since: datetime, until: datetime, by: Sequence[str]
) -> list[RatingFigures]:
    """Of what was asked from `since` to before `until`; groups without a question are left out."""
    groups = [BY[name].label(name) for name in by]
    counted = [sa.func.count().filter(ratings.c.score == step).label(f"step_{step}") for step in STEPS]
    rows = connection.execute(
        sa.select(
            *groups,
            sa.func.count().label("asked"),
            sa.func.count(ratings.c.words_id).label("words"),
            *counted,
        )
        .select_from(ratings.join(conversations, conversations.c.id == ratings.c.conversation_id))
        .where(ratings.c.asked_at >= since, ratings.c.asked_at < until)
        .group_by(*groups)
        .order_by(*groups)
    ).mappings()
    return [
        RatingFigures(
            {name: row[name] for name in by},
            row["asked"],
            {step: row[f"step_{step}"] for step in STEPS},
            row["words"],
        )
        for row in rows
        if row["asked"]
    ]
