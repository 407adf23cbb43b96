"""What the gateway may ask, checked once, here."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")
TEXT_LIMIT = 2_000
TEXTS_LIMIT = 256
PHOTOS_LIMIT = 20
NAME_LIMIT = 200
PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]*)(?P<entities>\{.*\})?", re.DOTALL)

Slots = dict[str, Any]

GO_ON = "go_on"  # the intent by which the gateway has an interrupted errand offered again
ERRAND = "errand"  # among the slots that are carried: those of the errand in hand, in an object of their own


class BadRequest(Exception):
    """The body is wrong: the message says what, where and how to mend it."""


@dataclass(frozen=True)
class Payload:
    """A button's meaning, minted by one of our responses."""

    intent: str
    entities: dict[str, str]


@dataclass(frozen=True)
class Turn:
    """One message of a customer: free text, or the payload of a button."""

    session: str
    message_id: str
    channel: str
    language: str
    text: str
    payload: Payload | None
    slots: Slots
    photos: list[dict[str, str]]  # that the bot awaits: what keeps them and what they are called

    @property
    def known(self) -> Slots:
        """What a new session begins with: of an errand in hand only when it is offered again."""
        offered = self.payload is not None and self.payload.intent == GO_ON
        return {**self.slots, **(self.slots.get(ERRAND) or {})} if offered else self.slots

    @property
    def metadata(self) -> dict[str, Any]:
        """What actions learn about the message."""
        told = {
            "message_id": self.message_id,
            "channel": self.channel,
            "language": self.language,
            "session": self.session,
        }
        return {**told, "photos": self.photos} if self.photos else told


def read_turn(body: bytes) -> Turn:
    """Raises BadRequest."""
    fields = _object(body)
    text, payload = fields.get("text"), fields.get("payload")
    if (text is None) == (payload is None):
        raise BadRequest("Give either 'text' or 'payload', and null for the other.")
    language = _name(fields, "language")
    if not LANGUAGE.fullmatch(language):
        raise BadRequest(f"'language' is {language!r}; it must be a code such as nb or ur-Latn.")
    return Turn(
        session=_name(fields, "session"),
        message_id=_name(fields, "message_id"),
        channel=_name(fields, "channel"),
        language=language,
        text=_text(payload, "payload") if text is None else neutral(_text(text, "text")),
        payload=_payload(payload) if text is None else None,
        slots=_slots(fields.get("slots")),
        photos=_photos(fields.get("photos")),
    )


def read_texts(body: bytes) -> list[str]:
    """Raises BadRequest."""
    texts = _object(body).get("texts")
    if not isinstance(texts, list) or len(texts) > TEXTS_LIMIT:
        raise BadRequest(f"'texts' must be a list of at most {TEXTS_LIMIT} strings.")
    return [neutral(_text(text, f"texts[{index}]")) for index, text in enumerate(texts)]


def read_conversation(body: bytes) -> str:
    """A conversation's number, as sessions begin with it. Raises BadRequest."""
    number = _name(_object(body), "conversation")
    if not (number.isascii() and number.isdecimal()):
        raise BadRequest(f"'conversation' is {number!r}; it must be digits.")
    return number


def neutral(text: str) -> str:
    """Without what stands before the first letter of a command: Rasa obeys text that begins with a slash."""
    start = 0
    while start < len(text) and (text[start] == "/" or _invisible(text[start])):
        start += 1
    return text[start:]


def _invisible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] in "ZC"


def _object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body, parse_constant=_no_constant)
    except RecursionError as error:
        raise BadRequest("The body is nested too deep.") from error
    except ValueError as error:
        raise BadRequest(f"The body is not JSON in UTF-8: {type(error).__name__}.") from error
    if not isinstance(fields, dict):
        raise BadRequest("The body must be a JSON object.")
    return fields


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _name(fields: dict[str, Any], key: str) -> str:
    value = _text(fields.get(key), key, NAME_LIMIT)
    if not value.strip():
        raise BadRequest(f"'{key}' is empty.")
    return value


def _text(value: Any, key: str, limit: int = TEXT_LIMIT) -> str:
    if not isinstance(value, str):
        raise BadRequest(f"'{key}' must be a string.")
    if len(value) > limit:
        raise BadRequest(f"'{key}' has {len(value)} characters; at most {limit} are allowed.")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise BadRequest(f"'{key}' holds half of a surrogate pair; send whole characters.")
    return value


def _payload(value: Any) -> Payload:
    match = PAYLOAD.fullmatch(_text(value, "payload"))
    if match is None:
        raise BadRequest('\'payload\' must read /intent or /intent{"entity": "value"}.')
    try:
        entities = json.loads(match["entities"] or "{}", parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The braces of 'payload' do not hold a JSON object.") from error
    if not all(isinstance(entity, str) for entity in entities.values()):
        raise BadRequest("The entities of 'payload' must be strings.")
    return Payload(match["intent"], entities)


def _slots(value: Any) -> Slots:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRequest("'slots' must be an object or null.")
    for name, slot in value.items():
        if name == ERRAND:
            _slots(slot)
        elif not isinstance(slot, (str, int, float, bool, type(None))):
            raise BadRequest(f"Slot {name!r} must be a string, number, boolean or null.")
        elif isinstance(slot, str):
            _text(slot, f"slots.{name}")
    return value


def _photos(value: Any) -> list[dict[str, str]]:
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > PHOTOS_LIMIT:
        raise BadRequest(f"'photos' must be a list of at most {PHOTOS_LIMIT}.")
    if not all(isinstance(photo, dict) for photo in value):
        raise BadRequest("Each of 'photos' must be an object with 'key' and 'name'.")
    return [{field: _name(photo, field) for field in ("key", "name")} for photo in value]
