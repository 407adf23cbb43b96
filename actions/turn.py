"""One turn of an errand: what the customer said, what is remembered, and what is said and kept in reply."""

import enum
import json
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.choosing import chosen
from actions.message import Message
from actions.shop import Rule
from actions.wording import Wording

LISTEN = "action_listen"
HAND_OVER = "action_hand_over"
PLAIN_REPLIES = frozenset({"affirm", "deny"})
PATIENCE = 2


class Outcome(enum.StrEnum):
    """How an errand ended."""

    ANSWERED = "answered"
    DONE = "done"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    HANDED_OVER = "handed_over"


class Waiting(Exception):
    """The errand has asked something and goes on with the customer's next message."""


class Stopped(Exception):
    """The customer does not want to go on with the errand."""


class Turn:
    """Collects what an errand says and remembers while it serves one message."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self._dispatcher = dispatcher
        self._events = tracker.events
        self._before: dict[str, Any] = tracker.slots
        self._slots: dict[str, Any] = dict(tracker.slots)
        self._written: dict[str, Any] = {}
        self._next = LISTEN
        self._loop_change: list[EventType] = []
        self.message = Message.from_rasa(tracker.latest_message, self._slots.get("language"))
        self.active_form: str | None = (tracker.active_loop or {}).get("name")
        # Another action has already answered this message: the form only goes on where it was.
        self.resumed = tracker.latest_action_name not in {None, LISTEN}
        if self.recall("wish_now"):  # the second wish of a message is served as if it had just come
            self.message = self.message.wishing(self.recall("wish_now"))
            self.forget("wish_now")
            self.resumed = False
        elif self.message.later and not self.resumed:
            self.remember("wish_later", self.message.later)
        self.words = Wording(self.message.language)
        self.photos = () if self.resumed else self.message.photos
        self.photos_kept = False
        self.picked = self._pick() if not self.resumed else None
        self.heard: set[str] = set()  # slots that this message gave a new value

    def _pick(self) -> dict[str, Any] | None:
        """One of the choices shown before, named by its place; it then counts as pressed."""
        payloads = self.recall("choices") or ()
        self.forget("choices")
        picked = chosen(self.message, self.words, payloads)
        if picked:
            self.message = self.message.wishing(json.dumps(picked, ensure_ascii=False))
        return picked

    # What is known

    @property
    def requested(self) -> str | None:
        """The slot the customer was asked for."""
        slot = self.recall("requested_slot")
        return str(slot) if slot else None

    def recall(self, slot: str) -> Any:
        return self._slots.get(slot)

    def earlier(self, slot: str) -> Any:
        """What the slot held before this message."""
        return self._before.get(slot)

    def remember(self, slot: str, value: Any) -> None:
        if self._slots.get(slot) != value:
            self._slots[slot] = self._written[slot] = value

    def forget(self, *slots: str) -> None:
        for slot in slots:
            self.remember(slot, None)

    def listen_to(self, slots: Sequence[str]) -> None:
        """Take the values this message gives for these slots."""
        for slot in slots:
            value = self.message.entities.get(slot)
            if value is not None:
                if value != self.recall(slot):
                    self.heard.add(slot)
                self.remember(slot, value)
        if "order_number" in slots and "order_number" in self.message.entities:
            self._hear_orders(self.message.entities["order_number"], *self.message.more_orders)

    def _hear_orders(self, first: str, *more: str) -> None:
        self.remember("more_orders", " ".join(more) or None)
        self.remember("orders_named", " ".join((first, *more)) if more else None)

    def own_words(self, *, without: Collection[str] = PLAIN_REPLIES) -> list[str]:
        """What the customer typed, latest first, leaving out buttons and messages of these intents."""
        users = (it for it in reversed(self._events) if it.get("event") == "user")
        said = (it["text"].strip() for it in users if it.get("text") and _intent(it) not in without)
        return [text for text in said if text and not text.startswith("/")]

    @property
    def patience(self) -> int:
        """Misses or misunderstandings in a row before a person is offered."""
        return 1 if self.recall("upset") else PATIENCE

    # What is said

    def say(self, response: str, *, buttons: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        """Say a response from data/responses; buttons are (title, payload), titles language-neutral."""
        made = [{"title": title, "payload": payload} for title, payload in buttons]
        if len(made) > 1:
            self.remember("choices", [payload for _, payload in buttons])
        self._dispatcher.utter_message(response=response, buttons=made or None, **values)

    def ask(
        self, slot: str, response: str, *, buttons: Sequence[tuple[str, str]] = (), **values: Any
    ) -> NoReturn:
        """Ask for a slot and wait."""
        if slot != self.requested:
            self.remember("misses", 0)  # patience is counted per question
        self.say(response, buttons=buttons, **values)
        self.remember("requested_slot", slot)
        raise Waiting

    def ask_again(
        self, slot: str, response: str, *, buttons: Sequence[tuple[str, str]] = (), **values: Any
    ) -> NoReturn:
        """Ask for a slot whose value did not fit; the second time in a row offer a person as well."""
        misses = int(self.recall("misses") or 0) + 1 if slot == self.requested else 1
        self.remember("misses", misses)
        self.remember("requested_slot", slot)
        self.say(response, buttons=buttons if misses < self.patience else (), **values)
        if misses >= self.patience:
            self.offer_person("wrong_value")
        raise Waiting

    def need(
        self, slot: str, response: str, *, buttons: Sequence[tuple[str, str]] = (), **values: Any
    ) -> str:
        """The slot's value; asks and waits when it is missing."""
        known = self.recall(slot)
        if known is None:
            self.ask(slot, response, buttons=buttons, **values)
        return str(known)

    @property
    def agrees(self) -> bool:
        """A yes to a confirmation. The deed may be done already: a turn is run again after a crash."""
        return self.requested == "confirm" and self.message.intent == "affirm" and not self.heard

    def confirmed(
        self, deed: str, response: str, *, buttons: Sequence[tuple[str, str]] = (), **values: Any
    ) -> None:
        """Return once the customer has said yes to exactly this deed; a button of an older question is none."""
        said = self.message
        if self.requested == "confirm" and said.intent == "deny" and not self.heard:
            raise Stopped
        meant = said.entities.get("confirm") if said.is_button else deed
        if not (self.agrees and meant == deed):
            self.ask("confirm", response, buttons=buttons, confirm=deed, **values)

    def offer_person(self, reason: str, response: str = "utter_offer_person", **values: Any) -> None:
        """Offer a colleague; a plain yes, now or as a button, hands over."""
        self.remember("offer", HAND_OVER)
        self.remember("reason", reason)
        self.say(response, **values)

    def report(self, topic: str, outcome: Outcome) -> None:
        """Tell the gateway, in-band, how the errand ended."""
        self._dispatcher.utter_message(json_message={"outcome": {"topic": topic, "outcome": outcome.value}})

    def cite(self, *rules: Rule) -> None:
        """Tell the gateway, in-band, which of the shop's rules the answer rests on."""
        for rule in rules:
            told = {"rule": rule.id, "text": rule.text, "where": rule.source}
            self._dispatcher.utter_message(json_message={"source": told})

    def hand_off(self, card: dict[str, Any]) -> None:
        """Tell the gateway, in-band, that a person takes over; it tells the customer what happens next."""
        self._dispatcher.utter_message(json_message={"handoff": card})

    # What happens next

    def go_to(self, action: str) -> None:
        self._next = action

    @property
    def goes_on(self) -> bool:
        """Whether another action follows already."""
        return self._next != LISTEN

    def enter(self, form: str) -> None:
        self._loop_change = [ActiveLoop(form)]
        self.active_form = form

    def leave_form(self) -> None:
        self._loop_change = [ActiveLoop(None)]
        self.active_form = None
        self.forget("requested_slot")
        self.remember("misses", 0)

    def events(self) -> list[EventType]:
        slots = [SlotSet(slot, value) for slot, value in self._written.items()]
        return [*self._loop_change, *slots, FollowupAction(self._next)]


def _intent(event: dict[str, Any]) -> str | None:
    parsed = event.get("parse_data") or {}
    return (parsed.get("intent") or {}).get("name")
