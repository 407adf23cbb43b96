"""What a customer says of the help they got: one question, a step of five, and a line of their own."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversations.model import Agent

STEPS = (5, 4, 3, 2, 1)  # as they are offered: the best first
GOOD = 4  # from here up a customer counts as satisfied


class Rated(enum.StrEnum):
    """Whose help it was."""

    BOT = "bot"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Rating:
    """One question to one customer; without a score it was left unanswered.

    `handoff_id` and `agent`: the hand-over and the person that are rated. `words_id`: the line of the log that
    holds the customer's own words, so that they stand in one place only.
    """

    id: int
    conversation_id: int
    rated: Rated
    asked_at: datetime
    handoff_id: int | None = None
    agent: Agent | None = None
    score: int | None = None
    given_at: datetime | None = None
    words_id: int | None = None

    @property
    def is_good(self) -> bool:
        return self.score is not None and self.score >= GOOD


@dataclass(frozen=True, slots=True)
class RatingLimits:
    """`channels`: where customers are asked; `every`: at most once in that time.

    `idle`: after how much silence an errand that ended counts as over; `stale`: after how much it is too late to
    ask. `words`: for how long the next message is the line that the customer wanted to write.
    """

    channels: frozenset[str] = frozenset()
    every: timedelta = timedelta(days=1)
    idle: timedelta = timedelta(minutes=10)
    stale: timedelta = timedelta(hours=1)
    words: timedelta = timedelta(minutes=10)


NOT_ASKED = RatingLimits()
