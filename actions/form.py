"""An errand that may ask back: how it takes answers, is interrupted and ends."""

from dataclasses import replace
from typing import NoReturn

from rasa_sdk.interfaces import ActionExecutionRejection

from actions.errand import Errand, NeedsPerson
from actions.message import NOT_AN_ERRAND, SMALL_TALK, UNCLEAR
from actions.several import MORE
from actions.turn import HAND_OVER, Stopped, Turn, Waiting

YES_NO = frozenset({"confirm", "same_order", "page"})  # questions to which a plain no is an answer
# Questions that are answered in the customer's own words, the last two without looking for values in them.
ANY_WORDS = frozenset({"return_reason", "feedback", "address", "page"})
VERBATIM = frozenset({"address", "page"})
NAMES = frozenset(
    {"town", "product", "item", "country", "code"}
)  # whatever short text comes is worth looking up
LONG_NO = 3  # words
LONGEST_YES = 5


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
            if self._is_yes(turn):
                turn.message = replace(turn.message, intent="affirm")
            self._read_reply(turn)

    def wait(self, turn: Turn) -> None:
        if turn.active_form != self.name():
            if turn.active_form:
                turn.remember("paused", turn.active_form)
            turn.enter(self.name())

    def _read_reply(self, turn: Turn) -> None:
        """Take the answer to the question asked, or a correction; reject what is another errand's."""
        if turn.words.mentions("utter_words_stop", turn.message.text) and turn.message.is_short:
            turn.forget(MORE)
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

    def restated(self, turn: Turn) -> bool:
        """Whether the message says once more what the errand is to do."""
        return turn.message.intent in self.topics

    def _is_yes(self, turn: Turn) -> bool:
        """ "Yes, cancel it" is a yes to the question, though by itself it would begin the errand anew."""
        said, words = turn.message, turn.words
        asked = turn.requested == "confirm" and not turn.recall("offer")
        if not asked or said.is_question or len(said.text.split()) > LONGEST_YES:
            return False
        of_all = "item" in self.slots and words.mentions("utter_words_all", said.text)
        more = of_all or words.mentions("utter_words_but", said.text)
        return words.begins_with("utter_words_yes", said.text) and not more and self.restated(turn)

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
