"""What staff say about the bot's answers; kept until somebody has looked at it."""

import enum
from dataclasses import dataclass
from datetime import datetime

from bot.conversations.model import Agent


class ReviewKind(enum.StrEnum):
    WRONG = "wrong"  # the answer is false or misses the question
    MISSING = "missing"  # the bot should have known an answer


@dataclass(frozen=True, slots=True)
class Review:
    """One member of staff's mark on one line of the bot."""

    id: int
    message_id: int
    agent: Agent
    kind: ReviewKind
    note: str
    marked_at: datetime
