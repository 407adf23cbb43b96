"""What inviting a friend brings."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class Referrals(Errand):
    action = "action_referral"
    topics = ("referral_program",)

    async def serve(self, turn: Turn) -> Outcome:
        terms = await self.shop.referral()
        turn.cite(terms.rule)
        turn.say(
            "utter_referral",
            reward=turn.words.money(terms.reward),
            minimum=turn.words.money(terms.minimum),
            website=(await self.shop.facts()).website,
        )
        return Outcome.ANSWERED
