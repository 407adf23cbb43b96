"""A dialogue session: the stretch of a conversation that Rasa remembers in one tracker."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

ERRAND = "errand"  # among the slots: those of the errand in hand, for the engine alone


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """When a session is left for a new one: a turn's cost grows with the tracker's length."""

    turns: int = 50
    idle: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Session:
    """Which tracker Rasa uses now, and what the next one must be told.

    `slots` are the values worth carrying over; `busy` is true in the middle of a form, which is never cut off
    by the count of turns.
    """

    number: int = 0
    turns: int = 0
    last_at: datetime | None = None
    busy: bool = False
    slots: Mapping[str, Any] = field(default_factory=dict)

    @property
    def interrupted(self) -> bool:
        """Whether the customer was in the middle of an errand when the bot last answered."""
        return ERRAND in self.slots

    @property
    def told(self) -> Mapping[str, Any]:
        """The slots that mean something to people."""
        return {name: value for name, value in self.slots.items() if name != ERRAND}

    def rotated(self) -> "Session":
        return Session(number=self.number + 1, slots=self.slots)

    def for_turn(self, now: datetime, limits: SessionLimits) -> "Session":
        """The session to ask Rasa in."""
        idle = self.last_at is not None and now - self.last_at >= limits.idle
        full = self.turns >= limits.turns and not self.busy
        return self.rotated() if idle or full else self

    def after_turn(self, now: datetime, slots: Mapping[str, Any], *, busy: bool) -> "Session":
        return replace(self, turns=self.turns + 1, last_at=now, slots=slots, busy=busy)
