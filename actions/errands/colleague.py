"""What the shop's data cannot answer: say so plainly and offer a colleague."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class Colleague(Errand):
    action = "action_colleague"
    topics = (
        "change_order",
        "change_address",
        "promotions",
        "promo_code_issue",
        "store_credit",
        "referral_program",
        "loyalty_membership",
        "payment_issue",
        "invoice",
        "account_create",
        "account_login_issue",
        "account_edit",
        "account_delete",
        "newsletter",
        "website_issue",
    )
    slots = ("order_number",)

    async def serve(self, turn: Turn) -> Outcome:
        turn.offer_person("needs_colleague", f"utter_colleague_{turn.recall('topic')}")
        return Outcome.REFUSED
