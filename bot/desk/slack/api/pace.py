"""How fast we may talk to Slack: turns are given out in order, and a turn that is not yet due is waited for outside."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.conversations.errors import ChannelBusy
from bot.conversations.ports import Clock

FORGOTTEN = 30.0  # seconds after which a turn that nobody took is given up


@dataclass(frozen=True, slots=True)
class Rate:
    """One every `every` seconds, and `burst` at once after a pause."""

    every: float
    burst: int = 1


POST = Rate(1.0)  # per channel, as Slack's documentation has it
UPDATE = Rate(1.2, 10)  # 50 a minute, over all channels; so are the next two
REACT = Rate(1.2, 10)
READ = Rate(1.2, 10)
FILE = Rate(0.6, 10)
DELETE = Rate(1.2, 10)


@dataclass(slots=True)
class Road:
    free: float = 0.0  # when a turn that is asked for now would be due, bursts aside
    turns: dict[str, float] = field(default_factory=dict)  # who -> when, in order


class Pace:
    """`report` is told how many wait on a road whenever that changes."""

    def __init__(self, clock: Clock, report: Callable[[str, int], None] | None = None) -> None:
        self._clock = clock
        self._report = report or (lambda _road, _waiting: None)
        self._roads: dict[str, Road] = {}

    def turn(self, road: str, who: str, rate: Rate) -> None:
        """Take a turn. Raises ChannelBusy with the wait; the place in the line is kept for `who`."""
        now = self._now()
        line = self._roads.setdefault(road, Road())
        self._forget(line, now)
        due = line.turns.get(who)
        if due is None:
            due = max(now, line.free - (rate.burst - 1) * rate.every)
            line.free = max(now, line.free) + rate.every
        if due > now:
            line.turns[who] = due
        else:
            line.turns.pop(who, None)
        self._report(road, len(line.turns))
        if due > now:
            raise ChannelBusy(due - now)

    def hold(self, road: str, seconds: float) -> None:
        """Nobody's turn comes before that; the order stays."""
        until = self._now() + seconds
        line = self._roads.setdefault(road, Road())
        shift = max(0.0, until - min(line.turns.values(), default=until))
        line.turns = {who: due + shift for who, due in line.turns.items()}
        line.free = max(line.free + shift, until)

    def _forget(self, line: Road, now: float) -> None:
        for who in [who for who, due in line.turns.items() if due < now - FORGOTTEN]:
            del line.turns[who]

    def _now(self) -> float:
        return self._clock().timestamp()
