"""How much store credit a customer has."""

from actions.accounts import SLOTS, proven_account
from actions.form import Form
from actions.turn import Outcome, Turn


class StoreCredit(Form):
    action = "store_credit_form"
    topics = ("store_credit",)
    slots = SLOTS
    keeps = SLOTS

    async def serve(self, turn: Turn) -> Outcome:
        account = await proven_account(turn, self.shop)
        terms = await self.shop.credit_terms()
        turn.cite(terms.rule)
        if account.credit:
            amount, months = turn.words.money(account.credit), turn.words.months(terms.months)
            turn.say("utter_store_credit", amount=amount, months=months)
        else:
            turn.offer_person("needs_colleague", "utter_no_store_credit")
        return Outcome.ANSWERED
