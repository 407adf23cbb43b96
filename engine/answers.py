"""What a turn came to, read from its events: the same for a first answer and a replay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.direction import directed
from engine.inbound import ERRAND

Json = dict[str, Any]

RANKED = 5
# Rasa's own, and what each new session decides for itself.
NOT_CARRIED = {
    *("requested_slot", "session_started_metadata", "language", "misunderstandings"),
    *("offer", "reason", "paused", "interrupted", "misses", "wish_later", "wish_now", "choices"),
}
# What means nothing outside the errand in hand.
OF_THE_ERRAND = {
    *("item", "return_reason", "feedback", "wish", "variant", "address", "code", "page", "more_orders"),
}


def events_of_turn(tracker: DialogueStateTracker, message_id: str) -> list[Event]:
    """From that message of the customer up to the next; empty when it is new."""
    turn: list[Event] = []
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if turn:
                break
            if (event.metadata or {}).get("message_id") == message_id:
                turn.append(event)
        elif turn:
            turn.append(event)
    return turn


def answer(turn: list[Event], tracker: DialogueStateTracker, *, replayed: bool) -> Json:
    """The body that the gateway gets."""
    said = [event for event in turn if isinstance(event, BotUttered)]
    signals = [event.data["custom"] for event in said if event.data.get("custom")]
    handoffs = [signal["handoff"] for signal in signals if signal.get("handoff")]
    asked = next(event for event in turn if isinstance(event, UserUttered))
    language = (asked.metadata or {}).get("language") or ""
    return {
        "replies": [_reply(event, language) for event in said if event.text or event.data.get("image")],
        "parse": parse(asked.parse_data),
        "handoff": handoffs[-1] if handoffs else None,
        "outcomes": [signal["outcome"] for signal in signals if signal.get("outcome")],
        "sources": [signal["source"] for signal in signals if signal.get("source")],
        "slots": _carried(tracker),
        "language": language or None,
        "busy": bool(tracker.active_loop_name),
        "replayed": replayed,
    }


def parse(data: Json) -> Json:
    """What was understood, before the policies were told to ask."""
    understood = data.get("understood") or {}
    intent = understood.get("intent") or data.get("intent") or {}
    ranking = understood.get("ranking") or [intent]
    return {
        "intent": _ranked(intent),
        "ranking": [_ranked(entry) for entry in ranking[:RANKED]],
        "entities": [_entity(entity) for entity in data.get("entities") or []],
        "decision": understood.get("decision", "answer"),
        "language": data.get("language"),
    }


def _ranked(entry: Json) -> Json:
    return {"name": entry.get("name"), "confidence": round(float(entry.get("confidence", 0)), 4)}


def _entity(entity: Json) -> Json:
    return {key: entity.get(key) for key in ("entity", "value", "start", "end")}


def _reply(event: BotUttered, language: str) -> Json:
    return {
        "text": directed(event.text or "", language),
        "buttons": list(_buttons(event.data.get("buttons") or [], language)),
        "image": event.data.get("image"),
    }


def _buttons(buttons: Iterable[Json], language: str) -> Iterable[Json]:
    return (
        {"title": directed(button["title"], language), "payload": button["payload"]} for button in buttons
    )


def _carried(tracker: DialogueStateTracker) -> Json:
    values = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
    kept = {name: value for name, value in values.items() if name not in NOT_CARRIED | OF_THE_ERRAND}
    form = tracker.active_loop_name or values.get("paused") or values.get("interrupted")
    if form:
        own = {name: value for name, value in values.items() if name in OF_THE_ERRAND}
        kept[ERRAND] = {"interrupted": form, **own}
    return kept
