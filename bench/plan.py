"""What is measured, in which order: the systems take turns in each round, so that noise falls on all alike."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.errands import script
from bench.turn import Driver, Talk, Turn


@dataclass(frozen=True, slots=True)
class Plan:
    """`crowds`: messages of each customer in a round, by how many customers there are at once."""

    rounds: int
    crowds: Mapping[int, int]
    longest: int  # turns of the long conversation
    block: int  # turns of it at a time
    seconds: float  # no round begins later than this after the start


FULL = Plan(rounds=4, crowds={1: 40, 8: 10, 32: 5}, longest=300, block=25, seconds=420)
QUICK = Plan(rounds=1, crowds={1: 20, 8: 6, 32: 4}, longest=60, block=10, seconds=60)


@dataclass(frozen=True, slots=True)
class Round:
    """One system's turns with so many customers at once."""

    turns: Sequence[Turn]

    @property
    def seconds(self) -> float:
        return max(turn.ended for turn in self.turns) - min(turn.sent for turn in self.turns)


@dataclass(slots=True)
class Measured:
    """By system; `growth` in the order of the conversation."""

    crowds: dict[tuple[str, int], list[Round]] = field(default_factory=dict)
    growth: dict[str, list[Turn]] = field(default_factory=dict)


async def measure(plan: Plan, drivers: Mapping[str, Driver], say: Callable[[str], None]) -> Measured:
    """The long conversation first: it must be whole, while rounds can be left out."""
    began = time.monotonic()
    measured = Measured()
    for name, driver in drivers.items():
        await driver.talk([Talk(f"warm-{each}", script(each, 12)) for each in range(4)])
        say(f"{name} is warm")
    await _grow(plan, drivers, measured, say)
    for number in range(plan.rounds):
        if number and time.monotonic() - began > plan.seconds:
            say(f"time is up: {number} of {plan.rounds} rounds")
            break
        for customers, turns in plan.crowds.items():
            await _crowd(number, customers, turns, drivers, measured)
        say(f"round {number + 1} of {plan.rounds}")
    return measured


async def _grow(
    plan: Plan, drivers: Mapping[str, Driver], measured: Measured, say: Callable[[str], None]
) -> None:
    texts = script(0, plan.longest)
    for start in range(0, plan.longest, plan.block):
        for name, driver in drivers.items():
            # The system before may still be at work after its last line, and this one has idled meanwhile.
            await driver.talk([Talk(f"warm-{start}", script(1, 4))])
            [turns] = await driver.talk([Talk("long", texts[start : start + plan.block], stays=True)])
            measured.growth.setdefault(name, []).extend(turns)
        say(f"the long conversation, {start + plan.block} of {plan.longest} turns")


async def _crowd(
    number: int, customers: int, turns: int, drivers: Mapping[str, Driver], measured: Measured
) -> None:
    talks = [Talk(f"{number}-{customers}-{each}", script(number + each, turns)) for each in range(customers)]
    for name, driver in drivers.items():
        said = await driver.talk(talks)
        every = Round([turn for turns_of_one in said for turn in turns_of_one])
        measured.crowds.setdefault((name, customers), []).append(every)
