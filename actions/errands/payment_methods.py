"""How an order can be paid."""

import re

from actions.errand import Errand
from actions.places import country
from actions.shop import PaymentMethod
from actions.turn import Outcome, Turn


class PaymentMethods(Errand):
    action = "action_payment_methods"
    topics = ("payment_methods",)
    slots = ("country", "town")

    async def serve(self, turn: Turn) -> Outcome:
        named = await country(turn, self.shop)
        methods = await self.shop.payment_methods(named)
        asked = [it for it in methods if _is_named(turn, it)]
        told = turn.words.lines(_line(turn, it) for it in asked or methods)
        turn.cite(*(it.rule for it in asked or methods))
        if asked:
            turn.say("utter_payment_accepted", methods=told)
        elif named:
            turn.say("utter_payment_methods_in", country=turn.words.country(named), methods=told)
        else:
            turn.say("utter_payment_methods", methods=told)
        return Outcome.ANSWERED


def _line(turn: Turn, method: PaymentMethod) -> str:
    return f"{turn.words.of_shop(method.name)}: {turn.words.of_shop(method.note)}"


def _is_named(turn: Turn, method: PaymentMethod) -> bool:
    """By its name in either language, or by one of two that it joins ("Visa or Mastercard")."""
    called = (*method.name.split(" or "), *turn.words.vocabulary.spellings(method.name))
    names = "|".join(map(re.escape, called))
    return re.search(rf"\b(?:{names})\b", turn.message.text, re.IGNORECASE) is not None
