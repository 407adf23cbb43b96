"""A fault in something in use: the ways it can be put right."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class ItemProblem(Errand):
    action = "action_item_problem"
    topics = ("item_problem",)

    async def serve(self, turn: Turn) -> Outcome:
        turn.offer_person(
            "item_problem", "utter_item_problem", as_warranty=turn.message.payload_for("warranty")
        )
        return Outcome.ANSWERED
