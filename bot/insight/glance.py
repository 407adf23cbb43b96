"""The few measures that a manager looks at first, with the same days before beside them."""

from bot.insight.definitions import (
    ASKED_AGAIN,
    CONTAINED,
    FIRST_ANSWER,
    LIKED_BOT,
    LIKED_PERSON,
    PROMISE,
    RESOLVED,
    UNDERSTOOD,
    Share,
    Time,
)
from bot.insight.durations import Durations
from bot.insight.figures import Cell, Column, Figure, Kind
from bot.insight.intervals import Estimate, median
from bot.insight.sums import Sums, estimate

SHOWN: tuple[Share | Time, ...] = (
    CONTAINED,
    RESOLVED,
    ASKED_AGAIN,
    UNDERSTOOD,
    FIRST_ANSWER,
    PROMISE,
    LIKED_BOT,
    LIKED_PERSON,
)
COLUMNS = (
    Column("measure", "Measure", Kind.TEXT),
    Column("unit", "Unit", Kind.TEXT),
    Column("value", "Value", Kind.TEXT),
    Column("low", "95 % from", Kind.TEXT),
    Column("high", "to", Kind.TEXT),
    Column("of", "Measured on", Kind.COUNT),
    Column("before", "The same days before", Kind.TEXT),
)


def glance(now: tuple[Sums, Durations], before: tuple[Sums, Durations]) -> Figure:
    """Each is the sums of all shares, and what hand-overs took."""
    rows: list[tuple[Cell, ...]] = [
        ("talks", Kind.COUNT, now[0]["talks"], None, None, None, before[0]["talks"] or None),
        ("lines", Kind.COUNT, now[0]["lines"], None, None, None, before[0]["lines"] or None),
    ]
    for measure in SHOWN:
        one, other = measured(measure, *now), measured(measure, *before)
        unit = Kind.SHARE if isinstance(measure, Share) else Kind.SECONDS
        if one is not None:
            earlier = other.value if other else None
            rows.append((measure.key, unit, one.value, one.low, one.high, one.of, earlier))
    meaning = (
        "The measures of the chosen days, each with its 95 % interval, and what it was in as many days before. "
        "Shares have Wilson's interval; times are medians, with an interval by ranks."
    )
    return Figure("glance", "At a glance", meaning, COLUMNS, rows)


def measured(measure: Share | Time, sums: Sums, taken: Durations) -> Estimate | None:
    return estimate(measure, sums) if isinstance(measure, Share) else median(taken.all(measure))
