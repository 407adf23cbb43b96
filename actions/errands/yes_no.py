"""A yes or no that no form asked for: the answer to an offer, or to nothing."""

from actions.errand import Errand
from actions.several import MORE, accept_next
from actions.turn import HAND_OVER, Turn


class YesNo(Errand):
    action = "action_yes_no"

    def open(self, turn: Turn) -> None:
        turn.remember("misunderstandings", 0)

    async def serve(self, turn: Turn) -> None:
        offer, reason = turn.recall("offer"), turn.recall("reason")
        begins = offer != HAND_OVER and not turn.recall("interrupted")  # the next order; else a form goes on
        turn.forget("offer", "reason", "interrupted")
        if turn.message.intent == "deny" and turn.message.entities:
            turn.go_to("action_inform")  # "no, order …" after the errand has ended
        elif offer and turn.message.intent == "affirm":
            turn.remember("reason", reason)
            if begins:
                accept_next(turn)
            turn.go_to(offer)
        elif turn.message.intent == "deny" and _disputes(turn):
            turn.offer_person("answer_disputed")
        elif turn.message.intent == "deny":
            turn.forget(MORE)
            turn.say("utter_offer_declined")
        else:
            turn.say("utter_anything_else")


def _disputes(turn: Turn) -> bool:
    """Whether a no to nothing asked says that the last answer is wrong ("that's wrong, I never got it")."""
    text = turn.message.text
    return turn.recall("topic") is not None and turn.words.mentions("utter_words_disputing", text)
