"""How long hand-overs took, each by itself: medians need every one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.insight.definitions import TIMES, Time
from bot.insight.sums import Asked
from bot.insight.views import handovers


@dataclass(frozen=True, slots=True)
class Lasted:
    """How long a measured stretch of one hand-over was, in seconds, and whose it was."""

    seconds: float
    channel: str
    language: str


@dataclass(frozen=True, slots=True)
class Durations:
    """By the key of the measure; the shortest first."""

    lasted: Mapping[str, Sequence[Lasted]]

    def all(self, measure: Time) -> list[float]:
        return [each.seconds for each in self.lasted.get(measure.key, ())]

    def split(self, measure: Time, by: str, group: str) -> tuple[list[float], list[float]]:
        """Those of one language or channel, and all others."""
        theirs: list[float] = []
        others: list[float] = []
        for each in self.lasted.get(measure.key, ()):
            (theirs if getattr(each, by) == group else others).append(each.seconds)
        return theirs, others


def durations(connection: Connection, asked: Asked) -> Durations:
    columns = [measure.column for measure in TIMES]
    rows = connection.execute(
        sa.select(handovers.c.channel, handovers.c.language, *columns).where(
            asked.span.covers(handovers), handovers.c.claimed_at.is_not(None)
        )
    ).all()
    found = {}
    for place, measure in enumerate(TIMES, 2):
        lasted = [Lasted(row[place], row[0], row[1]) for row in rows if row[place] is not None]
        found[measure.key] = sorted(lasted, key=lambda each: each.seconds)
    return Durations(found)
