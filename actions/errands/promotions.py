"""Which offers run now."""

from actions.errand import Errand
from actions.offers import told
from actions.turn import Outcome, Turn


class Promotions(Errand):
    action = "action_promotions"
    topics = ("promotions",)
    slots = ("category",)

    async def serve(self, turn: Turn) -> Outcome:
        category = turn.recall("category")
        running = await self.shop.promotions()
        offers = [it for it in running if category in {None, *it.categories} or not it.categories]
        if offers:
            turn.say("utter_promotions", offers=turn.words.lines(told(turn.words, it) for it in offers))
        else:
            turn.say("utter_no_promotions")
        return Outcome.ANSWERED
