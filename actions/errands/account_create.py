"""How to open an account."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class AccountCreate(Errand):
    action = "action_account_create"
    topics = ("account_create",)

    async def serve(self, turn: Turn) -> Outcome:
        turn.say("utter_account_create", website=(await self.shop.facts()).website)
        return Outcome.ANSWERED
