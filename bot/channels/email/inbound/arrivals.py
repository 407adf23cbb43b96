"""What a mail can mean to the shop."""

from dataclasses import dataclass

from bot.conversations.messages import Inbound


@dataclass(frozen=True, slots=True)
class Said:
    """A message for the log."""

    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Returned:
    """A letter of ours came back, or a machine answered it: staff see it, nobody answers."""

    delivery_id: int
    external_id: str
    what: str
    bounced: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody said anything to us; `what` it was, for the log."""

    what: str


Arrival = Said | Returned | Nothing
