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
        lines = [f"{it.name}: {it.note}" for it in methods]
        asked = [it for it in methods if _is_named(it, turn.message.text)]
        turn.cite(*(it.rule for it in asked or methods))
        if asked:
            turn.say(
                "utter_payment_accepted", methods=turn.words.lines(f"{it.name}: {it.note}" for it in asked)
            )
        elif named:
            where = turn.words.country(named)
            turn.say("utter_payment_methods_in", country=where, methods=turn.words.lines(lines))
        else:
            turn.say("utter_payment_methods", methods=turn.words.lines(lines))
        return Outcome.ANSWERED


def _is_named(method: PaymentMethod, text: str) -> bool:
    """By its name, or by one of two that it joins ("Visa or Mastercard")."""
    names = (re.escape(name) for name in method.name.split(" or "))
    return re.search(rf"\b(?:{'|'.join(names)})\b", text, re.IGNORECASE) is not None
