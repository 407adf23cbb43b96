"""A text or caption that the bot sends, checked as Telegram checks it."""

from dataclasses import dataclass

from tests.fakes.telegram.entities import found, units
from tests.fakes.telegram.markup import formatted
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON

TEXT_UNITS, CAPTION_UNITS = 4096, 1024


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    entities: list[JSON]
    parse_mode: str | None

    def fields(self, name: str = "text") -> JSON:
        """As they stand in a message: text and entities, or caption and caption_entities."""
        if not self.text:
            return {}
        marks = "entities" if name == "text" else f"{name}_entities"
        return {name: self.text} | ({marks: self.entities} if self.entities else {})


def text_of(params: Params) -> Said:
    """Raises Refused when it is empty or too long."""
    said = _said(params, "text", "entities")
    if not said.text:
        raise bad_request("message text is empty")
    if units(said.text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return said


def caption_of(params: Params) -> Said:
    said = _said(params, "caption", "caption_entities")
    if units(said.text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return said


def _said(params: Params, name: str, marks: str) -> Said:
    raw, mode = params.text(name), params.text("parse_mode") or None
    given = params.structure(marks) or []
    if mode:
        raw, given = formatted(raw, mode)
    # Telegram cuts white space off; entities of a text that begins with some are not moved here.
    text = raw.rstrip() if given else raw.strip()
    entities = sorted([*given, *([] if given else found(text))], key=lambda it: int(it["offset"]))
    return Said(text, entities, mode)
