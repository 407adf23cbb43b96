"""The measurements as Markdown, and their place in docs/performance.md."""

import math
import os
import platform
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.plan import Measured, Plan
from bench.programs import ROOT
from bench.systems import OURS
from bench.turn import Turn

PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
CROWD_TARGET, GROWTH_TARGET = 0.25, 1.3


def report(plan: Plan, measured: Measured, command: str, load: tuple[float, float]) -> str:
    """`load`: the machine's load average before the first and after the last measurement."""
    return "\n".join(
        [
            *_conditions(command, load),
            "",
            *_crowds(plan, measured),
            "",
            *_growth(plan, measured),
            "",
            *_verdicts(plan, measured),
            *_errors(measured),
        ]
    )


def write(text: str) -> None:
    """Between the page's markers. Raises ValueError when they are not there."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} needs the lines {BEGIN} and {END}")
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def percentile(turns: Sequence[Turn], share: float) -> float:
    """In milliseconds, by nearest rank; a failed turn counts with the time until it failed."""
    ordered = sorted(turn.seconds for turn in turns)
    return 1000 * ordered[math.ceil(share * len(ordered)) - 1]


def _conditions(command: str, load: tuple[float, float]) -> Iterator[str]:
    now = datetime.now(UTC)
    yield f"`{command}`, {now.day} {now:%B %Y}, {os.cpu_count()} cores of {_processor()},"
    yield (
        f"Python {platform.python_version()} (Rasa's: 3.10). Load average {load[0]:.1f} before, {load[1]:.1f} after."
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _crowds(plan: Plan, measured: Measured) -> Iterator[str]:
    yield "| customers | system | p50 ms | p95 ms | p99 ms | turns/s | p95 by round | turns | errors |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for customers in plan.crowds:
        for (name, count), rounds in measured.crowds.items():
            if count != customers:
                continue
            turns = [turn for each in rounds for turn in each.turns]
            figures = " | ".join(f"{percentile(turns, share):.0f}" for share in (0.5, 0.95, 0.99))
            rate = len(turns) / sum(each.seconds for each in rounds)
            by_round = ", ".join(f"{percentile(each.turns, 0.95):.0f}" for each in rounds)
            yield (
                f"| {customers} | {name} | {figures} | {rate:.1f} | {by_round} | {len(turns)} | {_failed(turns)} |"
            )


def _growth(plan: Plan, measured: Measured) -> Iterator[str]:
    third = plan.longest // 3
    spans = [f"turns {n * third + 1}–{(n + 1) * third}" for n in range(3)]
    yield f"| one conversation: p95 ms | {' | '.join(spans)} | last to first | errors |"
    yield "|---|---|---|---|---|---|"
    for name, turns in measured.growth.items():
        figures = " | ".join(f"{figure:.0f}" for figure in _thirds(turns))
        yield f"| {name} | {figures} | {_grown(turns):.2f} | {_failed(turns)} |"


def _verdicts(plan: Plan, measured: Measured) -> Iterator[str]:
    most = max(plan.crowds)
    p95 = {
        name: percentile([turn for each in rounds for turn in each.turns], 0.95)
        for (name, customers), rounds in measured.crowds.items()
        if customers == most
    }
    for name, theirs in p95.items():
        if name != OURS:
            what = f"At {most} customers our p95 is {p95[OURS] / theirs:.2f} × that of {name}"
            yield f"- {what}; the target is {CROWD_TARGET} × at most: {_met(p95[OURS] / theirs, CROWD_TARGET)}."
    grown = _grown(measured.growth[OURS])
    what = f"Our p95 in the last third of the long conversation is {grown:.2f} × that in the first"
    yield f"- {what}; the target is {GROWTH_TARGET} × at most: {_met(grown, GROWTH_TARGET)}."


def _errors(measured: Measured) -> Iterator[str]:
    counted: Counter[tuple[str, str]] = Counter()
    said = [(name, each.turns) for (name, _), rounds in measured.crowds.items() for each in rounds]
    for name, turns in [*said, *measured.growth.items()]:
        counted.update((name, turn.error) for turn in turns if turn.error)
    for (name, error), count in counted.items():
        yield f"- Errors of {name}: {error}, {count} times."


def _thirds(turns: Sequence[Turn]) -> list[float]:
    third = len(turns) // 3
    return [percentile(turns[n * third : (n + 1) * third], 0.95) for n in range(3)]


def _grown(turns: Sequence[Turn]) -> float:
    first, _, last = _thirds(turns)
    return last / first


def _failed(turns: Sequence[Turn]) -> int:
    return sum(turn.error is not None for turn in turns)


def _met(value: float, target: float) -> str:
    return "met" if value <= target else "**missed**"
