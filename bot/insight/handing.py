"""What became of those who asked for a person: the steps, how long they took, and what it was about."""

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.handoffs import Cause, HandoffEnd, Verdict
from bot.insight.definitions import TIMES
from bot.insight.durations import Durations
from bot.insight.figures import Cell, Chart, Column, Figure, Kind
from bot.insight.intervals import median
from bot.insight.sums import Asked
from bot.insight.views import handovers

_h = handovers.c
_ENDINGS = {
    HandoffEnd.WITHDRAWN: "went back to the assistant",
    HandoffEnd.EXPIRED: "nobody came in time",
    HandoffEnd.LAPSED: "fell asleep",
}
# Each step holds those who came to the steps before.
_STEPS = {
    "shown": _h.shown,
    "claimed": _h.claimed_at.is_not(None),
    "answered": _h.answered_at.is_not(None),
    "ended": sa.func.coalesce(
        _h.ending.in_((HandoffEnd.RESOLVED.value, HandoffEnd.RETURNED.value)), sa.false()
    ),
}
FUNNEL = (
    "How far hand-overs came. Asked: a customer was to be handed over. Shown: staff saw it while the customer waited; "
    "those that came while the desk was closed end at once, and with Slack its card has to have come up. Claimed: "
    "somebody took it. First answer: that person wrote. Then it was resolved (the agent closed the conversation) or "
    "returned to the assistant. What is lost before a step is told with its reason: the customer went back to the "
    "assistant, nobody came in time, the conversation fell asleep, or it is still open."
)


def funnel(connection: Connection, asked: Asked) -> Figure:
    steps = [step.label(name) for name, step in _STEPS.items()]
    rows = connection.execute(
        sa.select(*steps, _h.ending, sa.func.count().label("number"))
        .where(asked.span.covers(handovers))
        .group_by(*_STEPS.values(), _h.ending)
    )
    came: Counter[str] = Counter()
    lost: dict[str, Counter[str]] = {name: Counter() for name in _STEPS}
    for *passed, ending, number in rows:
        came["asked"] += number
        for name, so_far in zip(_STEPS, passed, strict=True):
            if not so_far:
                lost[name][_ENDINGS.get(ending, "still open, or ended otherwise")] += number
                break
            came[name] += number
        else:
            came[ending] += number
    return _funnel(came, lost)


def _funnel(came: Counter[str], lost: Mapping[str, Counter[str]]) -> Figure:
    hidden = lost["shown"].total()
    steps = (
        ("Asked for a person", came["asked"], 0, ""),
        ("Shown to staff", came["shown"], hidden, "the desk was closed, or its card did not come up"),
        ("Claimed", came["claimed"], *_told(lost["claimed"])),
        ("First answer", came["answered"], *_told(lost["answered"])),
        ("Ended by the agent", came["ended"], *_told(lost["ended"])),
        ("… resolved", came[HandoffEnd.RESOLVED.value], None, ""),
        ("… returned to the assistant", came[HandoffEnd.RETURNED.value], None, ""),
    )
    whole = came["asked"]
    rows: list[tuple[Cell, ...]] = [
        (name, number, number / whole if whole else None, lost, why if lost else "")
        for name, number, lost, why in steps
    ]
    columns = (
        Column("step", "Step", Kind.TEXT),
        Column("handovers", "Hand-overs", Kind.COUNT),
        Column("share", "Of those who asked", Kind.SHARE),
        Column("lost", "Lost before it", Kind.COUNT),
        Column("why", "Why", Kind.TEXT),
    )
    return Figure("funnel", "From asking to the end", FUNNEL, columns, rows if whole else [], Chart.FUNNEL)


def _told(lost: Counter[str]) -> tuple[int, str]:
    """How many did not come to a step, and why."""
    return lost.total(), ", ".join(f"{number} {why}" for why, number in lost.most_common())


def times(taken: Durations) -> Figure:
    rows: list[tuple[Cell, ...]] = []
    for measure in TIMES:
        values = taken.all(measure)
        found = median(values)
        if found:
            late = values[min(len(values) - 1, len(values) * 9 // 10)]
            rows.append((measure.title, found.of, found.value, found.low, found.high, late))
    columns = (
        Column("measure", "Time", Kind.TEXT),
        Column("handovers", "Hand-overs", Kind.COUNT),
        Column("median", "Median", Kind.SECONDS),
        Column("low", "95 % from", Kind.SECONDS),
        Column("high", "to", Kind.SECONDS),
        Column("p90", "Nine in ten within", Kind.SECONDS),
    )
    meaning = " ".join(f"{measure.title}: {measure.meaning}" for measure in TIMES)
    return Figure("times", "How long it takes", meaning, columns, rows)


def complaints(connection: Connection, asked: Asked) -> Figure:
    query = (
        sa.select(_h.cause, _h.verdict, sa.func.count().label("number"))
        .where(
            asked.span.covers(handovers),
            _h.cause.is_not(None),
            _h.verdict != Verdict.NO_CASE.value,
        )
        .group_by(_h.cause, _h.verdict)
    )
    counted = {(row.cause, row.verdict): row.number for row in connection.execute(query)}
    found = {
        cause: tuple(
            counted.get((cause.value, verdict.value), 0) for verdict in (Verdict.SOLVED, Verdict.UNSOLVED)
        )
        for cause in Cause
    }
    whole = sum(map(sum, found.values()))
    rows: list[tuple[Cell, ...]] = [
        (cause.value, sum(numbers), *numbers, sum(numbers) / whole)
        for cause, numbers in sorted(found.items(), key=lambda item: -sum(item[1]))
        if sum(numbers)
    ]
    columns = (
        Column("cause", "Cause", Kind.TOPIC),
        Column("handovers", "Hand-overs", Kind.COUNT),
        Column("solved", "Solved", Kind.COUNT),
        Column("unsolved", "Unsolved", Kind.COUNT),
        Column("share", "Share", Kind.SHARE),
    )
    meaning = (
        "Hand-overs by the cause that the agent chose at the end, without those called no case. Every reason to need a "
        "person counts, not only what the customer called a complaint."
    )
    return Figure("complaints", "Complaints by cause", meaning, columns, rows, Chart.STACKED)
