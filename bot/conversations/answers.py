"""What the bot says to one message, and what it asks of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversations.messages import Button, File, Location


@dataclass(frozen=True, slots=True)
class Question:
    """One message as the dialogue engine is asked about it: one of `text`, `payload` and `location` is set.

    With `photos`, which the bot has asked for, there may be none of them.
    """

    session: str
    message_id: int
    channel: str
    language: str
    text: str | None
    payload: str | None = None
    slots: Mapping[str, Any] | None = None  # on a session's first turn: what is carried over
    location: Location | None = None
    photos: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    buttons: tuple[Button, ...] = ()
    image: str | None = None


@dataclass(frozen=True, slots=True)
class HandoffRequest:
    """Why a person is needed, and what the bot knows already."""

    reason: str
    topic: str | None = None
    summary: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an errand ended: answered, done, refused, abandoned or handed_over."""

    topic: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Source:
    """A rule of the shop that an answer rests on: its id, its words, and where it stands."""

    rule: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The engine's answer; `parse` is what it understood, as JSON: intent, confidence, ranking, entities, decision."""

    replies: tuple[Reply, ...]
    parse: Mapping[str, Any] = field(default_factory=dict)
    handoff: HandoffRequest | None = None
    outcomes: tuple[Outcome, ...] = ()
    sources: tuple[Source, ...] = ()  # what it rests on
    slots: Mapping[str, Any] = field(default_factory=dict)
    busy: bool = False
    language: str | None = None  # what it is written in; None: as it was asked
