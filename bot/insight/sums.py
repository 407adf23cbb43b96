"""The sums that shares are made of, grouped as asked, in one reading of a table."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.insight.definitions import AGAIN, HANDOVER_SHARES, RATING_SHARES, TALK_SHARES, Share
from bot.insight.intervals import Estimate, share
from bot.insight.span import Span
from bot.insight.views import handovers, rated, talks

Sums = Counter[str]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for, and the times that its measures lean on."""

    span: Span
    now: datetime
    target: timedelta

    @property
    def parameters(self) -> Mapping[str, object]:
        return {
            "settled": self.now - AGAIN,
            "target": self.target.total_seconds(),
            "late": self.now - self.target,
        }


def talk_sums(connection: Connection, asked: Asked, *by: sa.ColumnElement[Any]) -> dict[Key, Sums]:
    """`talks` and `lines`, and every share of conversations, for each value of the columns."""
    counts: dict[str, sa.ColumnElement[Any]] = {"talks": sa.func.count(), "lines": sa.func.sum(talks.c.lines)}
    wanted = counts | _parts(TALK_SHARES)
    return _sums(connection, asked, asked.span.covers(talks), wanted, by)


def talk_counts(connection: Connection, asked: Asked, *by: sa.ColumnElement[Any]) -> dict[Key, int]:
    """How many conversations, for each value of the columns."""
    query = sa.select(*by, sa.func.count()).where(asked.span.covers(talks)).group_by(*by)
    return {tuple(row[:-1]): row[-1] for row in connection.execute(query)}


def handover_sums(connection: Connection, asked: Asked, *by: sa.ColumnElement[Any]) -> dict[Key, Sums]:
    return _sums(connection, asked, asked.span.covers(handovers), _parts(HANDOVER_SHARES), by)


def rating_sums(connection: Connection, asked: Asked, *by: sa.ColumnElement[Any]) -> dict[Key, Sums]:
    return _sums(connection, asked, asked.span.covers(rated), _parts(RATING_SHARES), by)


def _parts(shares: Sequence[Share]) -> dict[str, sa.ColumnElement[Any]]:
    parts: dict[str, sa.ColumnElement[Any]] = {f"{each.key}.part": sa.func.sum(each.part) for each in shares}
    return parts | {f"{each.key}.whole": sa.func.sum(each.whole) for each in shares}


def _sums(
    connection: Connection,
    asked: Asked,
    covered: sa.ColumnElement[bool],
    wanted: Mapping[str, sa.ColumnElement[Any]],
    by: Sequence[sa.ColumnElement[Any]],
) -> dict[Key, Sums]:
    columns = [column.label(name) for name, column in wanted.items()]
    rows = connection.execute(sa.select(*by, *columns).where(covered).group_by(*by), dict(asked.parameters))
    return {tuple(row[: len(by)]): _counted(wanted, row[len(by) :]) for row in rows}


def _counted(names: Iterable[str], sums: Iterable[Any]) -> Sums:
    return Counter({name: int(found or 0) for name, found in zip(names, sums, strict=True)})


def rolled_up(sums: Mapping[Key, Sums], to: Callable[[Key], Key]) -> dict[Key, Sums]:
    """Groups put together into larger ones."""
    rolled: dict[Key, Sums] = {}
    for key, value in sums.items():
        rolled.setdefault(to(key), Counter()).update(value)
    return rolled


def total(sums: Iterable[Sums]) -> Sums:
    whole: Sums = Counter()
    for each in sums:
        whole.update(each)
    return whole


def estimate(measure: Share, sums: Sums) -> Estimate | None:
    return share(sums[f"{measure.key}.part"], sums[f"{measure.key}.whole"])


def value(measure: Share, sums: Sums) -> float | None:
    estimated = estimate(measure, sums)
    return estimated.value if estimated else None
