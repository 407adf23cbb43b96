"""How an order can be paid."""

from actions.errand import Errand
from actions.places import country
from actions.turn import Outcome, Turn


class PaymentMethods(Errand):
    action = "action_payment_methods"
    topics = ("payment_methods",)
    slots = ("country", "town")

    async def serve(self, turn: Turn) -> Outcome:
        named = await country(turn, self.shop)
        lines = [f"{it.name}: {it.note}" for it in await self.shop.payment_methods(named)]
        if named:
            where = turn.words.country(named)
            turn.say("utter_payment_methods_in", country=where, methods=turn.words.lines(lines))
        else:
            turn.say("utter_payment_methods", methods=turn.words.lines(lines))
        return Outcome.ANSWERED
