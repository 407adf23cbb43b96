"""What an update can mean to the shop."""

from dataclasses import dataclass
from datetime import datetime

from bot.conversations.messages import Inbound


@dataclass(frozen=True, slots=True)
class Said:
    """A message for the log."""

    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button; `inbound` is None when it is none of ours. `message` is gone when it is too old."""

    query: str
    chat: int
    language: str
    message: int | None = None
    title: str = ""
    inbound: Inbound | None = None
    again: bool = False  # the mark left by an earlier press


@dataclass(frozen=True, slots=True)
class Blocked:
    """The customer blocked the bot, or took that back (None)."""

    address: str
    name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class InPublic:
    """Somebody talks to the bot in a group or channel."""

    chat: int
    language: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody said anything; `what` it was, for the log."""

    what: str


Arrival = Said | Pressed | Blocked | InPublic | Nothing
