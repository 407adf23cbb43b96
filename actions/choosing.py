""" "The second one": which of the choices shown last a customer means."""

import json
import re
from collections.abc import Sequence
from typing import Any

from actions.message import Message
from actions.wording import Wording

MOST_ORDINALS = 4
PAYLOAD = re.compile(r"/(?P<intent>\w+)(?P<entities>\{.*\})?")


def chosen(said: Message, words: Wording, payloads: Sequence[str]) -> dict[str, Any] | None:
    """The choice as a parse, as if its button had been pressed; None when no choice is named by its place."""
    if said.is_button or said.entities or not said.is_short or len(payloads) < 2:
        return None
    place = _place(said.text, words, len(payloads))
    match = PAYLOAD.fullmatch(payloads[place]) if place is not None else None
    if match is None:
        return None
    entities = json.loads(match["entities"] or "{}")
    return {
        "text": match[0],
        "intent": {"name": match["intent"]},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }


def _place(text: str, words: Wording, count: int) -> int | None:
    if words.mentions("utter_words_ordinal_last", text):
        return count - 1
    places = range(min(count, MOST_ORDINALS))
    return next((it for it in places if words.mentions(f"utter_words_ordinal_{it + 1}", text)), None)
