"""A promo code that does not work: whether there is such a code, when it runs and what it counts for."""

import re

from actions.form import Form
from actions.offers import conditions, discount
from actions.service_values import Promotion
from actions.turn import Outcome, Turn

# Letters and figures together, or capitals: what a code looks like.
LIKE_A_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9]{4,20}\b|\b[A-Z]{5,20}\b")


class PromoCode(Form):
    action = "promo_code_form"
    topics = ("promo_code_issue",)
    slots = ("code",)

    async def serve(self, turn: Turn) -> Outcome:
        code = await self._in_text(turn) or turn.need("code", "utter_ask_code")
        turn.remember("code", code)
        offer = await self.shop.promotion(code)
        if offer is None:
            turn.offer_person("needs_colleague", "utter_code_unknown", code=code)
            return Outcome.REFUSED
        _tell(turn, offer)
        return Outcome.ANSWERED

    async def _in_text(self, turn: Turn) -> str | None:
        """A word that is a code, else one that looks like it."""
        if turn.message.is_button:
            return None
        for word in re.finditer(r"\w{4,20}", turn.message.text):
            if await self.shop.promotion(word[0]):
                return str(word[0]).upper()
        found = LIKE_A_CODE.search(turn.message.text)
        return str(found[0]) if found and not turn.message.text.isupper() else None


def _tell(turn: Turn, offer: Promotion) -> None:
    words = turn.words
    if offer.today > offer.last:
        turn.say("utter_code_expired", code=offer.code, day=words.day(offer.last))
    elif offer.today < offer.first:
        turn.say("utter_code_early", code=offer.code, day=words.day(offer.first))
    else:
        turn.say(
            "utter_code_runs",
            code=offer.code,
            discount=discount(words, offer),
            conditions=conditions(words, offer),
            day=words.day(offer.last),
        )
