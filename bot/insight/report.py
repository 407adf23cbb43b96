"""The report: every figure of a span of days, read by several connections at once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.ports import Clock
from bot.insight import handing, volume
from bot.insight.counting import Counting
from bot.insight.durations import Durations, durations
from bot.insight.equality import Compared, compared, equality
from bot.insight.figures import Figure
from bot.insight.glance import glance
from bot.insight.policies import policies
from bot.insight.satisfaction import satisfaction
from bot.insight.span import Span
from bot.insight.sums import (
    Asked,
    Key,
    Sums,
    handover_sums,
    rating_sums,
    rolled_up,
    talk_counts,
    talk_sums,
    total,
)
from bot.insight.unclear import unclear_lines
from bot.insight.views import handovers, rated, talks
from bot.storage.counted_tables import counted_until
from bot.storage.database import Database
from bot.storage.tables import messages

FEW_LINES = 5000  # of the last minutes are counted, though they are not settled yet
FRESH = 1  # batches that a reader waits for; the rest is counted in the background


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `channels` and `languages` are those that can be chosen; `counted_at`: how fresh it is.

    `behind`: lines that are still to be counted, about; 0 but for the first minutes with an older log.
    """

    span: Span
    figures: Sequence[Figure]
    compared: Sequence[Compared]
    channels: Sequence[str]
    languages: Sequence[str]
    counted_at: datetime | None
    behind: int

    def figure(self, key: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.key == key), None)


class Report:
    def __init__(
        self, database: Database, counting: Counting, zone: ZoneInfo, target: timedelta, clock: Clock
    ) -> None:
        self._database = database
        self._counting = counting
        self._zone = zone
        self._target = target
        self._clock = clock
        self._one = asyncio.Semaphore(1)  # two managers at once must not slow customers down

    @property
    def zone(self) -> ZoneInfo:
        return self._zone

    async def read(self, span: Span) -> Reading:
        await self._counting.catch_up(FRESH)
        asked = Asked(span, self._clock(), self._target)
        before = replace(asked, span=span.before())
        scan = self._database.scan
        async with self._one:
            talked, handed, cited, earlier, counted = await asyncio.gather(
                *(scan(_talked, asked), scan(_handed, asked), scan(_cited, asked)),
                *(scan(_before, before), scan(_counted)),
            )
        return _reading(span, talked, handed, cited, earlier, counted)


@dataclass(frozen=True, slots=True)
class _Talked:
    by_group: dict[Key, Sums]  # by channel and language
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class _Handed:
    by_group: dict[Key, Sums]  # by channel and language
    lasted: Durations
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class _Counted:
    channels: Sequence[str]
    languages: Sequence[str]
    at: datetime | None
    behind: int


def _talked(connection: Connection, asked: Asked) -> _Talked:
    by_day = talk_sums(connection, asked, talks.c.day, talks.c.channel, talks.c.language)
    by_group = rolled_up(by_day, lambda key: key[1:])
    figures = (
        volume.days(by_day, asked.span),
        volume.topics(talk_sums(connection, asked, talks.c.topic)),
        volume.hours(talk_counts(connection, asked, talks.c.weekday, talks.c.hour)),
        volume.channels(by_group),
        volume.languages(by_group),
    )
    return _Talked(by_group, figures)


def _handed(connection: Connection, asked: Asked) -> _Handed:
    lasted = durations(connection, asked)
    figures = (
        handing.funnel(connection, asked),
        handing.times(lasted),
        satisfaction(connection, asked),
        handing.complaints(connection, asked),
    )
    by_group = handover_sums(connection, asked, handovers.c.channel, handovers.c.language)
    for key, sums in rating_sums(connection, asked, rated.c.channel, rated.c.language).items():
        by_group.setdefault(key, Counter()).update(sums)
    return _Handed(by_group, lasted, figures)


def _cited(connection: Connection, asked: Asked) -> Sequence[Figure]:
    return unclear_lines(connection, asked), policies(connection, asked)


def _before(connection: Connection, earlier: Asked) -> tuple[Sums, Durations]:
    each = (kind(connection, earlier).values() for kind in (talk_sums, handover_sums, rating_sums))
    return total(chain.from_iterable(each)), durations(connection, earlier)


def _reading(  # noqa: PLR0917
    span: Span,
    talked: _Talked,
    handed: _Handed,
    cited: Sequence[Figure],
    earlier: tuple[Sums, Durations],
    counted: _Counted,
) -> Reading:
    gaps = list(compared(talked.by_group, handed.by_group, handed.lasted))
    whole = total((*talked.by_group.values(), *handed.by_group.values()))
    first = glance((whole, handed.lasted), earlier)
    figures = (first, *talked.figures, *handed.figures, *cited, equality(gaps))
    return Reading(span, figures, gaps, counted.channels, counted.languages, counted.at, counted.behind)


def _counted(connection: Connection) -> _Counted:
    rows = connection.execute(sa.select(talks.c.channel, talks.c.language).distinct()).all()
    at, behind = _freshness(connection)
    return _Counted(sorted({row.channel for row in rows}), sorted({row.language for row in rows}), at, behind)


def _freshness(connection: Connection) -> tuple[datetime | None, int]:
    row = connection.execute(sa.select(counted_until)).one_or_none()
    if row is None:
        return None, 0
    last = connection.scalar(sa.select(sa.func.max(messages.c.id))) or 0
    behind = last - row.message_id
    return row.counted_at, behind if behind > FEW_LINES else 0
