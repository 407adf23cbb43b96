"""Hand the conversation to a person, with all that a person needs to go on."""

from textwrap import shorten

from actions.errand import Errand
from actions.message import SMALL_TALK
from actions.turn import Outcome, Turn

TOLD = (
    "order_number",
    "email",
    "postcode",
    "item",
    "return_reason",
    "product",
    "category",
    "size",
    "color",
    "town",
    "country",
    "date",
    "weekday",
)
SAY_LITTLE = SMALL_TALK | {"affirm", "deny", "inform"}
BETWEEN = " · "
QUOTED = 2  # messages
LONGEST_QUOTE = 200  # characters in all


class HandOver(Errand):
    action = "action_hand_over"

    def open(self, turn: Turn) -> None:
        """The errand in hand goes to the person: it is neither reset nor gone back to."""

    async def serve(self, turn: Turn) -> Outcome:
        topic = turn.recall("topic") or "human_agent"
        slots = {slot: turn.recall(slot) for slot in TOLD if turn.recall(slot) is not None}
        turn.hand_off(
            {
                "reason": turn.recall("reason") or "asked",
                "topic": topic,
                "summary": _summary(turn),
                "slots": slots,
            }
        )
        turn.remember("topic", topic)
        turn.remember("misunderstandings", 0)
        turn.forget("offer", "reason", "paused")
        turn.leave_form()
        return Outcome.HANDED_OVER


def _summary(turn: Turn) -> str:
    """The customer's own last words that say something; "a person, please" only when there are no others."""
    said = turn.own_words(without=SAY_LITTLE | {"human_agent"})[:QUOTED]
    said = said or turn.own_words(without=SAY_LITTLE)[:1]
    longest = LONGEST_QUOTE // max(len(said), 1) - len(BETWEEN)
    return BETWEEN.join(shorten(words, longest, placeholder="…") for words in reversed(said))
