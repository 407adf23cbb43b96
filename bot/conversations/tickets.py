"""What a desk outside this process shows of a hand-over, and what of it must be shown anew."""

import enum
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """Where a hand-over's card is: on which desk, in which of its places; `thread` once it was posted."""

    handoff_id: int
    conversation_id: int
    desk: str
    place: str
    thread: str | None = None


class ChoreKind(enum.StrEnum):
    CARD = "card"  # subject: a hand-over's id
    MARK = "mark"  # subject: the id of a delivery of an agent's line; its fate is shown at that line
    READ = "read"  # subject: the id of an agent's line that needs no delivery, for its customer reads the log
    ERASE = "erase"  # subject: whose copy is deleted there: a hand-over in Slack, a conversation at Rasa


@dataclass(frozen=True, slots=True)
class Chore:
    """Something on a desk that no longer looks like the store. `version` counts how often that was noted."""

    id: int
    conversation_id: int
    desk: str
    kind: ChoreKind
    subject: int
    due_at: datetime
    attempts: int = 0
    version: int = 1
