"""One call of the action server: what it is told, and what it may answer."""

from __future__ import annotations

from itertools import islice
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

Json = dict[str, Any]
REMEMBERED = 20  # messages of the customer that an action may look back at

# What an action may do to a conversation. It never speaks for the customer.
CHANGES = {"action_execution_rejected", "active_loop", "followup", "pause", "reset_slots", "resume", "slot"}


class BadResult(Exception):
    """What is wrong with an action's answer."""


class ShopAction(RemoteAction):
    """Stock Rasa sends every event of the session and compares the answer with a large JSON schema."""

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> Json:  # noqa: ARG002
        state = tracker.current_state()  # without events
        said = (_said(event) for event in reversed(tracker.events) if isinstance(event, UserUttered))
        state["events"] = [*islice(said, REMEMBERED)][::-1]
        return {"next_action": self.name(), "sender_id": tracker.sender_id, "tracker": state, "domain": {}}

    def _validate_action_result(self, result: Any) -> bool:
        check(result)
        return True


def _said(event: UserUttered) -> Json:
    """What actions quote, and what they judge by whether to quote it."""
    return {"event": "user", "text": event.text, "parse_data": {"intent": {"name": event.intent_name}}}


def check(result: Any) -> None:
    """Raises BadResult."""
    if not isinstance(result, dict):
        raise BadResult("the answer is not an object")
    for name in ("events", "responses"):
        entries = result.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BadResult(f"'{name}' is not a list of objects")
    for event in result.get("events", []):
        if not _is_change(event):
            raise BadResult(f"the event {event.get('event')!r} is unknown or not complete")


def _is_change(event: Json) -> bool:
    kind, name = event.get("event"), event.get("name")
    if kind not in CHANGES or not isinstance(event.get("timestamp"), int | float | None):
        return False
    if kind == "slot":
        return isinstance(name, str) and "value" in event
    if kind == "followup":
        return isinstance(name, str)
    return kind != "active_loop" or (isinstance(name, str | None) and "name" in event)
