"""What a report is about: a stretch of days, and which customers."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

USUAL = timedelta(days=27)  # four weeks, with today


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both with it, in the shop's zone; of one channel or language, or of all."""

    first: date
    last: date
    zone: ZoneInfo
    channel: str | None = None
    language: str | None = None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def until(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone).astimezone(UTC)

    def before(self) -> "Span":
        """As many days just before."""
        length = timedelta(days=self.days)
        return replace(self, first=self.first - length, last=self.last - length)

    def covers(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """Rows that began within it, of those customers; by their day where they have one, which has an index."""
        wanted: list[sa.ColumnElement[bool]] = []
        if "day" in table.c:
            wanted.append(table.c.day.between(self.first.isoformat(), self.last.isoformat()))
        else:
            wanted += [table.c.asked_at >= self.since, table.c.asked_at < self.until]
        if self.channel:
            wanted.append(table.c.channel == self.channel)
        if self.language:
            wanted.append(table.c.language == self.language)
        return sa.and_(*wanted)
