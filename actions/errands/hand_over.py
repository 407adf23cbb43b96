"""Hand the conversation to a person, with all that a person needs to go on."""

from actions.errand import Errand
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
LONGEST_QUOTE = 200


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
                "summary": _summary(turn, topic, slots),
                "slots": slots,
            }
        )
        turn.remember("topic", topic)
        turn.remember("misunderstandings", 0)
        turn.forget("offer", "reason", "paused")
        turn.leave_form()
        return Outcome.HANDED_OVER


def _summary(turn: Turn, topic: str, slots: dict[str, str]) -> str:
    """Two lines, in no language: the errand with its values, and the customer's last words of their own."""
    values = " · ".join([topic, *(f"{slot} {value}" for slot, value in slots.items())])
    return f"{values}\n“{turn.last_words()[:LONGEST_QUOTE]}”"
