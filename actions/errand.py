"""What every errand has in common: how it begins, asks, is interrupted and ends."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.continuing import asked_when
from actions.message import NOT_AN_ERRAND
from actions.mood import notice, remember_trouble
from actions.photos import is_caption, take_photos
from actions.several import MORE, announce, offer_next, take_all
from actions.shop import Shop, ShopUnavailable
from actions.turn import HAND_OVER, Outcome, Stopped, Turn, Waiting


class NeedsPerson(Exception):
    """The customer took the offer of a person."""


class Errand(Action, ABC):  # type: ignore[misc]  # rasa_sdk is untyped here
    """An errand that never asks back; `serve` returns its outcome, or None for small talk."""

    action: ClassVar[str]
    topics: ClassVar[tuple[str, ...]] = ()  # the intents it serves, and what reports call it
    slots: ClassVar[tuple[str, ...]] = ()  # what it listens to
    keeps: ClassVar[tuple[str, ...]] = ()  # of these, what an earlier errand may have left
    resumes: ClassVar[bool] = True  # a form that it interrupts goes on afterwards
    one_at_a_time: ClassVar[bool] = False  # it changes an order; of several, the others are offered
    notices: ClassVar[bool] = True  # an upset customer; where a person is offered anyway it need not

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def name(self) -> str:
        return self.action

    @abstractmethod
    async def serve(self, turn: Turn) -> Outcome | None: ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        try:
            turn.words.vocabulary = await self.shop.vocabulary(turn.message.language)
            await self._take(turn)
        except Waiting:
            self.wait(turn)
        except Stopped:
            self._stop(turn)
        except NeedsPerson:
            turn.go_to(HAND_OVER)
        except ShopUnavailable:
            turn.say("utter_shop_unavailable")
            turn.remember("reason", "shop_unavailable")
            turn.go_to(HAND_OVER)
        return turn.events()

    async def _take(self, turn: Turn) -> None:
        turn.photos_kept = await take_photos(turn, self.shop)
        if (turn.photos_kept and is_caption(turn)) or self._leads_on(turn):
            return
        self.open(turn)
        if self.notices:
            notice(turn)
        remember_trouble(turn)
        if self.one_at_a_time:
            announce(turn)
        self.close(turn, await self.serve(turn))

    def _stop(self, turn: Turn) -> None:
        turn.say("utter_stopped")
        if turn.requested != "confirm":  # a no to one order is none to the next
            turn.forget(MORE)
        self.close(turn, Outcome.ABANDONED)

    def _leads_on(self, turn: Turn) -> bool:
        """Whether "the second one" or "when?" is for another errand, by what went before; it is served next."""
        if turn.active_form is not None or turn.resumed:
            return False
        when = asked_when(turn)
        meant = turn.picked or (when and {"text": turn.message.text, "intent": {"name": when}})
        intent = meant["intent"]["name"] if meant else ""
        if not meant or intent in NOT_AN_ERRAND | set(self.topics):
            return False
        turn.remember("wish_now", json.dumps(meant, ensure_ascii=False))
        turn.go_to(serving(intent))
        return True

    def open(self, turn: Turn) -> None:
        """Make this the errand in hand."""
        turn.forget("offer", "reason", "interrupted")
        turn.remember("misunderstandings", 0)
        if turn.active_form and turn.active_form != self.name() and not self.resumes:
            turn.report(turn.recall("topic") or self.topics[0], Outcome.ABANDONED)
            turn.leave_form()
            turn.forget("paused")
        if self.topics:
            turn.remember("topic", self.topic(turn))
        self.listen(turn)

    def topic(self, turn: Turn) -> str:
        """Which of its intents this errand is about now."""
        for intent in (turn.message.intent, turn.recall("topic")):
            if intent in self.topics:
                return str(intent)
        return self.topics[0]

    def listen(self, turn: Turn) -> None:
        """An errand begun anew forgets what others left; one continued ("and in Bergen?") does not."""
        if turn.message.intent in self.topics:
            turn.forget(*(slot for slot in self.slots if slot not in self.keeps))
        turn.listen_to(self.slots)
        if "order_number" in self.slots and "item" not in self.slots:  # else "both" may be of its things
            take_all(turn)
        if "order_number" in turn.message.entities:
            turn.remember("last_order", turn.message.entities["order_number"])
        self.note(turn)

    def note(self, turn: Turn) -> None:
        """Hear what an errand reads from the text itself."""

    def wait(self, turn: Turn) -> None:  # noqa: ARG002 - forms use it
        """Only a form can: an errand that asks without being one would never hear the answer."""
        raise TypeError(f"{self.name()} asked something but is no form")

    def close(self, turn: Turn, outcome: Outcome | None) -> None:
        """Report the outcome and go back to the form that was interrupted, if any."""
        if outcome is not None:
            turn.report(turn.recall("topic"), outcome)
        if turn.active_form == self.name():
            turn.leave_form()
        if self.one_at_a_time and outcome is not None:
            offer_next(turn, self.name())
        later = None if turn.goes_on else turn.recall("wish_later")
        if later:
            turn.forget("wish_later")
            turn.remember("wish_now", later)
            turn.go_to(serving(turn.message.wishing(later).intent))
            return
        interrupted = turn.active_form or turn.recall("paused")
        if interrupted and turn.recall("offer"):  # first the answer to the offer, then back to the form
            turn.leave_form()
            turn.remember("paused", interrupted)
        elif interrupted:
            turn.forget("paused")
            turn.enter(interrupted)
            turn.go_to(interrupted)


def serving(intent: str) -> str:
    """The action of the errand that serves an intent."""
    return str(next(errand.action for errand in _every(Errand) if intent in errand.topics))


def topics_of(action: str) -> tuple[str, ...]:
    """The intents that an action's errand serves."""
    return next(errand.topics for errand in _every(Errand) if errand.topics and errand.action == action)


def _every(errand: Any) -> Iterator[Any]:
    for kind in errand.__subclasses__():
        yield kind
        yield from _every(kind)
