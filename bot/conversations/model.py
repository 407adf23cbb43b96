"""A conversation: who handles it, and the only moves it can make."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.conversations.errors import MoveNotAllowed
from bot.conversations.sessions import Session


class Handling(enum.StrEnum):
    """Who answers the customer now."""

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


MOVES: Mapping[Handling, frozenset[Handling]] = {
    Handling.BOT: frozenset({Handling.WAITING, Handling.CLOSED}),
    Handling.WAITING: frozenset({Handling.HUMAN, Handling.BOT, Handling.CLOSED}),
    Handling.HUMAN: frozenset({Handling.WAITING, Handling.BOT, Handling.CLOSED}),
    Handling.CLOSED: frozenset(),  # final: the next message opens a new conversation
}


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of staff, as the desk knows them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One episode between a customer's address on a channel and the shop.

    At most one conversation per channel and address is not closed; the database sees to that.
    """

    id: int
    channel: str
    address: str
    language: str
    opened_at: datetime
    active_at: datetime
    handling: Handling = Handling.BOT
    agent: Agent | None = None
    session: Session = field(default_factory=Session)
    contact_asked: bool = False  # the customer was asked for an e-mail address
    version: int = 0

    def wait(self) -> "Conversation":
        """A person was asked for; nobody has taken it yet."""
        return self._move(Handling.WAITING)

    def claim(self, agent: Agent) -> "Conversation":
        if self.handling is Handling.HUMAN and self.agent is not None and self.agent.id == agent.id:
            return self  # a second click on Claim is not an error
        return self._move(Handling.HUMAN, agent)

    def assign(self, agent: Agent) -> "Conversation":
        """A colleague answers from here."""
        if self.handling is Handling.HUMAN:
            return replace(self, agent=agent)
        return self.claim(agent)

    def hand_back(self) -> "Conversation":
        """The bot answers again, in a fresh dialogue session: it did not hear what people said."""
        return replace(self._move(Handling.BOT), session=self.session.rotated())

    def close(self) -> "Conversation":
        return self._move(Handling.CLOSED)

    def _move(self, to: Handling, agent: Agent | None = None) -> "Conversation":
        if to not in MOVES[self.handling]:
            raise MoveNotAllowed(self.handling, to, self.agent.name if self.agent else None)
        return replace(self, handling=to, agent=agent, contact_asked=False)
