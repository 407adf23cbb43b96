"""How to change the details of an account: the customer does it, a person does what the site cannot."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class AccountEdit(Errand):
    action = "action_account_edit"
    topics = ("account_edit",)

    async def serve(self, turn: Turn) -> Outcome:
        turn.say("utter_account_edit", website=(await self.shop.facts()).website)
        return Outcome.ANSWERED
