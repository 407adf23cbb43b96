"""A hand-off: one request for a person, from asking to its end."""

import enum
from dataclasses import dataclass
from datetime import datetime

from bot.conversations.answers import HandoffRequest
from bot.conversations.model import Agent


class HandoffEnd(enum.StrEnum):
    """How a hand-off ended."""

    RETURNED = "returned"  # an agent handed back to the bot
    RESOLVED = "resolved"  # an agent closed the conversation
    WITHDRAWN = "withdrawn"  # the customer went back to the bot or left
    EXPIRED = "expired"  # nobody took it in time; with `contact` it stays on the desk as a call-back
    LAPSED = "lapsed"  # claimed, but then nobody wrote for so long that the conversation was closed
    ANSWERED = "answered"  # a call-back was dealt with


class Verdict(enum.StrEnum):
    """What came of it for the customer, in the agent's words."""

    SOLVED = "solved"
    UNSOLVED = "unsolved"
    NO_CASE = "no_case"  # a test, a wrong number, abuse


class Cause(enum.StrEnum):
    """What it was about; complaints are counted by it."""

    DELIVERY = "delivery"
    PRODUCT = "product"
    STAFF = "staff"
    PRICE = "price"
    WEBSITE = "website"
    POLICY = "policy"
    WAIT = "wait"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Resolution:
    verdict: Verdict
    cause: Cause


@dataclass(frozen=True, slots=True)
class Handoff:
    """At most one per conversation has no end. `contact` is the e-mail address left for a call-back.

    `place`: where on the desk staff sent it, at `passed_at`; routing decides while there is none.
    `alerts`: how often staff were reminded, last at `alerted_at`.
    """

    id: int
    conversation_id: int
    request: HandoffRequest
    asked_at: datetime
    agent: Agent | None = None
    claimed_at: datetime | None = None
    answered_at: datetime | None = None  # the agent's first reply
    ended_at: datetime | None = None
    end: HandoffEnd | None = None
    contact: str | None = None
    place: str | None = None
    passed_at: datetime | None = None
    snoozed_until: datetime | None = None
    alerts: int = 0
    alerted_at: datetime | None = None
    escalated_at: datetime | None = None
    resolution: Resolution | None = None
