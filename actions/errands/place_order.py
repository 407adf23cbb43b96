"""How to order."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class PlaceOrder(Errand):
    action = "action_place_order"
    topics = ("place_order",)

    slots = ("product", "category")

    async def serve(self, turn: Turn) -> Outcome | None:
        if "product" in turn.message.entities:  # who wants to buy something first wants to see it
            turn.remember("topic", "product_search")
            turn.go_to("product_form")
            return None
        turn.say("utter_place_order", website=(await self.shop.facts()).website)
        return Outcome.ANSWERED
