"""How to order."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class PlaceOrder(Errand):
    action = "action_place_order"
    topics = ("place_order",)

    async def serve(self, turn: Turn) -> Outcome:
        turn.say("utter_place_order", website=(await self.shop.facts()).website)
        return Outcome.ANSWERED
