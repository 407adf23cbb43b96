"""A turn goes on in the language that its message was found to want."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from engine.nlu.language.component import ASKED_FOR, LANGUAGE

SWITCH = "switch_language"  # an intent for rules; it is never learnt

Json = dict[str, Any]


def follow(parsed: Json, message: UserMessage, tracker: DialogueStateTracker, domain: Domain) -> Json:
    """Before any response is chosen: these, and the actions, read the slot and the metadata."""
    language = parsed.get(LANGUAGE)
    if language is None:
        return parsed
    if message.metadata is not None:
        message.metadata[LANGUAGE] = language
    if LANGUAGE in tracker.slots and tracker.get_slot(LANGUAGE) != language:
        tracker.update(SlotSet(LANGUAGE, language), domain)
    if parsed.get(ASKED_FOR) == "alone" and SWITCH in domain.intents:
        intent = {"name": SWITCH, "confidence": 1.0}
        understood = {"intent": intent, "ranking": [intent], "decision": "answer"}
        return {**parsed, "intent": intent, "entities": [], "understood": understood}
    return parsed
