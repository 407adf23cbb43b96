"""Whether the shop delivers to a place."""

from actions.errand import Errand
from actions.places import country
from actions.turn import Outcome, Turn


class DeliveryArea(Errand):
    action = "action_delivery_area"
    topics = ("delivery_area",)
    slots = ("country", "town")

    async def serve(self, turn: Turn) -> Outcome:
        words = turn.words
        countries = (await self.shop.facts()).countries
        named = await country(turn, self.shop)
        everywhere = words.every(words.country(code) for code in countries)
        if named is None:
            turn.say("utter_delivery_area", countries=everywhere)
        elif await self.shop.shipping_options(named):
            turn.remember("country", named)
            turn.say("utter_delivered_to", country=words.country(named), code=named)
        else:
            turn.say("utter_not_delivered_to", country=words.country(named), countries=everywhere)
        return Outcome.ANSWERED
