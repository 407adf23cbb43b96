"""A conversation in memory, and as much of it as rules look at."""

from __future__ import annotations

from copy import copy

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


class LiveTracker(DialogueStateTracker):
    """Stock Rasa copies a tracker by playing all its events again, for every action."""

    def copy(self) -> DialogueStateTracker:
        """The same state; events themselves are shared, for nobody changes them."""
        twin = copy(self)
        twin.events = copy(self.events)
        twin.slots = {name: copy(slot) for name, slot in self.slots.items()}
        twin.active_loop = copy(self.active_loop)
        return twin


def recent(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The customer's turn and the action before it, for which rules give the same as for the whole.

    A rule has one customer message at most (RulePolicy's restrict_rules).
    """
    slots = [slot for slot in tracker.slots.values() if slot.influence_conversation]
    events = list(tracker.events)
    start = _start(events)
    short = DialogueStateTracker(tracker.sender_id, slots)
    for event in [*_state(events[:start], {slot.name for slot in slots}), *events[start:]]:
        short.update(event)
    short.active_loop = copy(tracker.active_loop)  # also knows whether it was rejected
    return short


def _start(events: list[Event]) -> int:
    """Where the action before the latest action_listen stands; 0 without one."""
    heard = False
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if isinstance(event, ActionExecuted):
            if heard:
                return place
            heard = event.action_name == ACTION_LISTEN_NAME
    return 0


def _state(events: list[Event], slots: set[str]) -> list[Event]:
    """The last form and the last values of these slots."""
    last: dict[str, Event] = {}
    for event in events:
        if isinstance(event, ActiveLoop):
            last[""] = event
        elif isinstance(event, SlotSet) and event.key in slots:
            last[event.key] = event
    return list(last.values())
