"""A fault in something in use: the ways it can be put right."""

from actions.errand import Errand
from actions.shop import ReturnReason
from actions.turn import Outcome, Turn


class ItemProblem(Errand):
    action = "action_item_problem"
    topics = ("item_problem",)
    slots = ("order_number", "product", "category")

    async def serve(self, turn: Turn) -> Outcome:
        said = turn.message
        turn.remember("return_reason", ReturnReason.FAULTY)
        turn.offer_person(
            "item_problem",
            "utter_item_problem",
            as_return=said.payload_for("start_return", return_reason=ReturnReason.FAULTY),
            as_warranty=said.payload_for("warranty"),
        )
        return Outcome.ANSWERED
