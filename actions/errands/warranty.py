"""How long goods are guaranteed, and against what."""

from actions.categories import SLOTS, category
from actions.form import Form
from actions.turn import Outcome, Turn


class Warranties(Form):
    action = "warranty_form"
    topics = ("warranty",)
    slots = SLOTS
    keeps = SLOTS  # the answer names the category

    async def serve(self, turn: Turn) -> Outcome:
        warranty = await self.shop.warranty(await category(turn, self.shop))
        turn.cite(warranty.rule)
        turn.say(
            "utter_warranty",
            category=turn.words.name("category", warranty.category),
            months=turn.words.months(warranty.months),
            covers=turn.words.of_shop(warranty.covers),
        )
        return Outcome.ANSWERED
