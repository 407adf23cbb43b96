"""Whether all are served alike: every measure by language and by channel, and the gaps that matter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.insight.definitions import SHARES, TIMES, Share, Time
from bot.insight.durations import Durations
from bot.insight.figures import Cell, Column, Figure, Kind
from bot.insight.intervals import Estimate, apart, median
from bot.insight.sums import Key, Sums, estimate, rolled_up, total

FEW = 30  # measured on fewer, nothing is said of a gap
POINTS = 0.05  # of a share
OF_TIME = 0.2  # of the others' median
MEANING = (
    "Every measure for the customers of one language or channel, beside all others. The interval holds the true value "
    "with 95 % certainty. A gap matters when its own 95 % interval leaves out zero and it is large enough to be felt: "
    "5 points of a share, a fifth of the others' median time. Of twenty gaps that are not there, one would be called "
    "certain by chance, so look whether it stays. Measured on fewer than 30, nothing is said."
)
COLUMNS = (
    Column("by", "By", Kind.TEXT),
    Column("group", "Customers", Kind.TEXT),
    Column("measure", "Measure", Kind.TEXT),
    Column("unit", "Unit", Kind.TEXT),
    Column("value", "Value", Kind.TEXT),
    Column("low", "95 % from", Kind.TEXT),
    Column("high", "to", Kind.TEXT),
    Column("of", "Measured on", Kind.COUNT),
    Column("others", "All others", Kind.TEXT),
    Column("gap", "Gap", Kind.TEXT),
    Column("gap_low", "Gap from", Kind.TEXT),
    Column("gap_high", "to", Kind.TEXT),
    Column("matters", "Matters", Kind.TEXT),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure of some customers and of all others. `worse`: a gap that matters, to their harm."""

    by: str
    group: str
    measure: Share | Time
    one: Estimate
    others: Estimate | None

    @property
    def gap(self) -> Estimate | None:
        return apart(self.one, self.others) if self.others else None

    @property
    def matters(self) -> bool:
        gap = self.gap
        if gap is None or self.others is None or min(self.one.of, self.others.of) < FEW:
            return False
        felt = POINTS if isinstance(self.measure, Share) else OF_TIME * self.others.value
        return (gap.low > 0 or gap.high < 0) and abs(gap.value) >= felt

    @property
    def worse(self) -> bool:
        return (
            self.matters and self.gap is not None and (self.gap.value < 0) == (self.measure.better == "more")
        )


def compared(
    talks: Mapping[Key, Sums], handovers: Mapping[Key, Sums], taken: Durations
) -> Iterator[Compared]:
    """Both by (channel, language)."""
    for by, place in (("language", 1), ("channel", 0)):
        sums = rolled_up(talks, lambda key, place=place: (key[place],))  # type: ignore[misc]
        for key, more in rolled_up(handovers, lambda key, place=place: (key[place],)).items():  # type: ignore[misc]
            sums.setdefault(key, Sums()).update(more)
        if len(sums) < 2:
            continue  # nobody to compare them with
        whole = total(sums.values())
        for (group,), own in sorted(sums.items(), key=lambda item: -item[1]["talks"]):
            rest = Sums({name: number - own[name] for name, number in whole.items()})
            yield from _shares(by, group, own, rest)
            yield from _times(by, group, taken)


def _shares(by: str, group: str, own: Sums, rest: Sums) -> Iterator[Compared]:
    for measure in SHARES:
        one = estimate(measure, own)
        if one:
            yield Compared(by, group, measure, one, estimate(measure, rest))


def _times(by: str, group: str, taken: Durations) -> Iterator[Compared]:
    for measure in TIMES:
        theirs, others = taken.split(measure, by, group)
        one = median(theirs)
        if one:
            yield Compared(by, group, measure, one, median(others))


def equality(found: Sequence[Compared]) -> Figure:
    return Figure("equality", "Is everybody served alike?", MEANING, COLUMNS, list(map(_row, found)))


def _row(found: Compared) -> tuple[Cell, ...]:
    one, others, gap = found.one, found.others, found.gap
    unit = Kind.SHARE if isinstance(found.measure, Share) else Kind.SECONDS
    return (
        *(found.by, found.group, found.measure.key, unit, one.value, one.low, one.high, one.of),
        *((others.value, gap.value, gap.low, gap.high) if others and gap else (None, None, None, None)),
        ("worse" if found.worse else "better") if found.matters else "",
    )
