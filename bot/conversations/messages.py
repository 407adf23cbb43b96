"""What is said: entries of the log, what comes in, what must go out."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class Author(enum.StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"
    SHOP = "shop"  # the shop itself: places in the queue, who joined, fallbacks


class FileKind(enum.StrEnum):
    """What a file is to the people who see it."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that a channel holds ready: `ref` is the channel's own name for it, never an address with a secret."""

    kind: FileKind
    name: str
    media_type: str
    ref: str
    size: int | None = None  # bytes, where the channel tells


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a line; `key` names its bytes in the store."""

    key: str
    kind: FileKind
    name: str
    media_type: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


class Wish(enum.StrEnum):
    """What a customer wants of the shop itself, not of the bot; Telegram has a command for each."""

    START = "start"
    HELP = "help"
    PERSON = "person"
    LANGUAGE = "language"
    STOP = "stop"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply. The payload stays on the server; a client is given the title and the button's place."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to be written to the log; the store gives it an id, a sequence number and a time."""

    author: Author
    text: str
    name: str | None = None  # an agent's name, as the customer sees it
    buttons: tuple[Button, ...] = ()
    internal: bool = False  # notes and refusals: never shown to the customer
    channel: str | None = None  # with external_id: where it came from, and its id there
    external_id: str | None = None
    answers: int | None = None  # id of the message this one answers
    files: tuple[File, ...] = ()
    corrects: int | None = None  # id of the line this one takes the place of
    withdrawn: bool = False  # with `corrects`: that line was taken back
    details: Mapping[str, Any] = field(default_factory=dict)  # JSON: payload pressed, what was understood, …


@dataclass(frozen=True, slots=True)
class Message:
    """A line of the log; never changed afterwards. `seq` counts from 1 within its conversation."""

    id: int
    conversation_id: int
    seq: int
    created_at: datetime
    entry: Entry


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a customer sent, as a channel's adapter understood it.

    `external_id` is the sender's own id for this message: the same id again is the same message.
    `press` names a button as (message id, place of the button from 0). `text` then is the button's title: it
    is what counts when the button belongs to an earlier conversation, whose payload no longer does.
    """

    channel: str
    address: str
    external_id: str
    text: str = ""
    press: tuple[int, int] | None = None
    language: str = "en"  # as the channel calls it: nb, nb-NO, no
    chosen: bool = False  # the customer has just set the language, the channel does not guess it
    name: str | None = None  # the customer's name, as the channel knows it
    kind: str = "text"  # in the channel's words, so that what cannot be handled is named
    files: tuple[Offer, ...] = ()
    location: Location | None = None
    wish: Wish | None = None
    pass_token: str | None = None  # with the wish START: carries a conversation over from another channel
    continues: int | None = None  # the conversation that it goes on with, as the channel has proof of
    quotes: str | None = None  # external id of the line this one refers to
    corrects: str | None = None  # external id of the line this one takes the place of
    details: Mapping[str, Any] = field(default_factory=dict)  # JSON: a contact, …


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an acknowledged message became."""

    conversation_id: int
    seq: int
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader of one address has come: a conversation and a sequence number in it."""

    conversation_id: int = 0
    seq: int = 0


class DeliveryState(enum.StrEnum):
    DUE = "due"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message owed to an address on a channel; `receipt` is the channel's own id once sent.

    `original`: the receipt, at the same address, of the line that this one corrects.
    """

    id: int
    message: Message
    channel: str
    address: str
    due_at: datetime
    state: DeliveryState = DeliveryState.DUE
    attempts: int = 0
    receipt: str | None = None
    error: str | None = None
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Who is behind an address, as far as the channel tells; `blocked_at`: since when it takes nothing from us."""

    channel: str
    address: str
    name: str | None = None
    language: str | None = None  # as they chose it, or as they last wrote
    blocked_at: datetime | None = None
