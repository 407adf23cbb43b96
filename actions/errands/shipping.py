"""How an order is sent, for how much and how fast."""

from actions.form import Form
from actions.places import country
from actions.shop import ShippingOption
from actions.turn import Outcome, Turn


class Shipping(Form):
    action = "shipping_form"
    topics = ("shipping_cost", "shipping_time", "shipping_options")
    slots = ("country", "town")
    keeps = ("country",)

    async def serve(self, turn: Turn) -> Outcome:
        countries = (await self.shop.facts()).countries
        buttons = [(turn.words.country(code), f'/inform{{"country":"{code}"}}') for code in countries]
        named = await country(turn, self.shop)
        if named is None and "country" in turn.heard:
            turn.forget("country")
            turn.ask_again("country", "utter_country_unknown", buttons=buttons)
        turn.remember("country", named or turn.recall("country"))
        named = turn.need("country", "utter_ask_country", buttons=buttons)
        options = await self.shop.shipping_options(named)
        if not options:
            turn.say(
                "utter_not_delivered_to",
                country=turn.words.country(named),
                countries=turn.words.every(turn.words.country(code) for code in countries),
            )
            return Outcome.ANSWERED
        turn.cite(*(option.rule for option in options))
        lines = turn.words.lines(_line(turn, option) for option in options)
        turn.say(f"utter_{turn.recall('topic')}", country=turn.words.country(named), options=lines)
        return Outcome.ANSWERED


def _line(turn: Turn, option: ShippingOption) -> str:
    words = turn.words
    free_from = option.free_from
    return words.phrase(
        "utter_line_shipping",
        name=words.of_shop(option.name),
        cost=words.cost(option.cost),
        free_from=words.phrase("utter_piece_free_from", amount=words.money(free_from)) if free_from else "",
        days=words.working_days(option.days_max, option.days_min),
    )
