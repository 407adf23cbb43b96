"""What every errand has in common: how it begins, asks, is interrupted and ends."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.message import NOT_AN_ERRAND, SMALL_TALK, UNCLEAR
from actions.mood import notice, remember_trouble
from actions.shop import Shop, ShopUnavailable
from actions.turn import HAND_OVER, Outcome, Stopped, Turn, Waiting

YES_NO = frozenset({"confirm", "same_order", "page"})  # questions to which a plain no is an answer
# Questions that are answered in the customer's own words, the last two without looking for values in them.
ANY_WORDS = frozenset({"return_reason", "feedback", "address", "page"})
VERBATIM = frozenset({"address", "page"})
NAMES = frozenset(
    {"town", "product", "item", "country", "code"}
)  # whatever short text comes is worth looking up
LONG_NO = 3  # words


class NeedsPerson(Exception):
    """The customer took the offer of a person."""


class Errand(Action, ABC):  # type: ignore[misc]  # rasa_sdk is untyped here
    """An errand that never asks back; `serve` returns its outcome, or None for small talk."""

    action: ClassVar[str]
    topics: ClassVar[tuple[str, ...]] = ()  # the intents it serves, and what reports call it
    slots: ClassVar[tuple[str, ...]] = ()  # what it listens to
    keeps: ClassVar[tuple[str, ...]] = ()  # of these, what an earlier errand may have left
    resumes: ClassVar[bool] = True  # a form that it interrupts goes on afterwards
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
            if self._is_picked_from_another(turn):
                turn.remember("wish_now", json.dumps(turn.picked, ensure_ascii=False))
                turn.go_to(serving(turn.message.intent))
                return turn.events()
            self.open(turn)
            if self.notices:
                notice(turn)
            remember_trouble(turn)
            self.close(turn, await self.serve(turn))
        except Waiting:
            self.wait(turn)
        except Stopped:
            turn.say("utter_stopped")
            self.close(turn, Outcome.ABANDONED)
        except NeedsPerson:
            turn.go_to(HAND_OVER)
        except ShopUnavailable:
            turn.say("utter_shop_unavailable")
            turn.remember("reason", "shop_unavailable")
            turn.go_to(HAND_OVER)
        return turn.events()

    def _is_picked_from_another(self, turn: Turn) -> bool:
        """Whether "the second one" is a choice that another errand has to serve."""
        served = turn.message.intent not in NOT_AN_ERRAND | set(self.topics)
        return turn.picked is not None and turn.active_form is None and served

    def open(self, turn: Turn) -> None:
        """Make this the errand in hand."""
        turn.forget("offer", "reason")
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
        if "order_number" in turn.message.entities:
            turn.remember("last_order", turn.message.entities["order_number"])
        self.note(turn)

    def note(self, turn: Turn) -> None:
        """Hear what an errand reads from the text itself."""

    def wait(self, turn: Turn) -> None:
        raise NotImplementedError(f"{self.name()} asked something but is no form")

    def close(self, turn: Turn, outcome: Outcome | None) -> None:
        """Report the outcome and go back to the form that was interrupted, if any."""
        if outcome is not None:
            turn.report(turn.recall("topic"), outcome)
        if turn.active_form == self.name():
            turn.leave_form()
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


class Form(Errand):
    """An errand that may ask: `serve` runs from the top on every message and asks for what is still missing."""

    def open(self, turn: Turn) -> None:
        if turn.active_form != self.name():
            turn.forget("requested_slot")
            turn.remember("misses", 0)
            super().open(turn)
        elif turn.resumed:
            turn.remember("topic", self.topic(turn))
            turn.message = turn.message.set_aside()
            turn.say("utter_back", errand=turn.words.name("errand", turn.recall("topic")))
        else:
            self._read_reply(turn)

    def wait(self, turn: Turn) -> None:
        if turn.active_form != self.name():
            if turn.active_form:
                turn.remember("paused", turn.active_form)
            turn.enter(self.name())

    def _read_reply(self, turn: Turn) -> None:
        """Take the answer to the question asked, or a correction; reject what is another errand's."""
        if turn.words.mentions("utter_words_stop", turn.message.text) and turn.message.is_short:
            raise Stopped
        if self._is_for_another(turn):
            raise ActionExecutionRejection(self.name())
        offered = turn.recall("offer") == HAND_OVER
        if offered and turn.message.intent == "affirm":
            raise NeedsPerson
        if offered and turn.message.intent == "deny" and not turn.message.entities:
            raise Stopped
        turn.forget("offer", "reason")
        if self._is_verbatim(turn):
            turn.remember(str(turn.requested), turn.message.text.strip())
            return
        turn.listen_to(self.slots)
        self.note(turn)
        if self._lacks(turn):
            turn.offer_person("cannot_answer")
            raise Waiting
        self._take_words(turn)
        if not self._is_reply(turn):
            self._miss(turn)

    def _is_for_another(self, turn: Turn) -> bool:
        said, requested = turn.message, turn.requested
        if said.intent == "human_agent":
            return True
        if said.intent in self.topics or said.intent in NOT_AN_ERRAND - SMALL_TALK:
            return False
        if requested == "address" and not any(char.isdigit() for char in said.text):
            return True  # "cancel it instead" is no address
        if requested in ANY_WORDS:
            return said.is_question or said.is_button or (said.intent in SMALL_TALK and said.is_short)
        return not (requested in said.entities and said.is_bare and not said.is_button)

    def _is_verbatim(self, turn: Turn) -> bool:
        """Whether the text as it stands is the answer: the postcode of a new address proves nothing."""
        said = turn.message
        plain = said.intent in {"affirm", "deny"} and said.is_short
        return turn.requested in VERBATIM and not said.is_button and not plain

    def _lacks(self, turn: Turn) -> bool:
        """Whether the customer says that what was asked for is not at hand."""
        answerable = turn.requested not in ANY_WORDS | YES_NO
        return answerable and not turn.heard and turn.words.mentions("utter_words_lacking", turn.message.text)

    def _take_words(self, turn: Turn) -> None:
        """Use the text itself where the question invites words and no value was recognised."""
        said, requested = turn.message, turn.requested
        if requested is None or turn.heard or said.is_button:
            return
        if said.intent in {"affirm", "deny"} and (requested not in ANY_WORDS or said.is_short):
            return
        if requested in ANY_WORDS or (
            requested in NAMES and said.is_short and requested not in said.entities
        ):
            turn.remember(requested, said.text.strip())
            turn.heard.add(requested)

    def _is_reply(self, turn: Turn) -> bool:
        said = turn.message
        if turn.heard or turn.requested in said.entities:
            return True
        if said.intent == "deny" and turn.requested not in YES_NO:
            self._no(turn)
        return said.intent in {"affirm", "deny"} and turn.requested in YES_NO

    def _no(self, turn: Turn) -> NoReturn:
        """A bare no ends the errand; "I don't have it" needs someone who can do without."""
        if len(turn.message.text.split()) < LONG_NO:
            raise Stopped
        turn.offer_person("cannot_answer")
        raise Waiting

    def _miss(self, turn: Turn) -> None:
        """The answer fits nothing: say so and ask again; the second time offer a person."""
        misses = int(turn.recall("misses") or 0) + 1
        turn.remember("misses", misses)
        if misses >= turn.patience:
            turn.offer_person("wrong_value")
            raise Waiting
        if turn.message.intent in UNCLEAR | {"inform"}:
            turn.say("utter_answer_unclear")


def serving(intent: str) -> str:
    """The action of the errand that serves an intent."""
    return str(next(errand.action for errand in _every(Errand) if intent in errand.topics))


def _every(errand: Any) -> Iterator[Any]:
    for kind in errand.__subclasses__():
        yield kind
        yield from _every(kind)
