"""What may be sent back, until when and at whose cost."""

from actions.categories import SLOTS, category
from actions.form import Form
from actions.shop import ReturnPolicy
from actions.turn import Outcome, Turn


class ReturnPolicies(Form):
    action = "return_policy_form"
    topics = ("return_policy",)
    slots = SLOTS
    keeps = SLOTS  # the answer names the category

    async def serve(self, turn: Turn) -> Outcome:
        policy = await self.shop.return_policy(await category(turn, self.shop))
        words = turn.words
        turn.cite(policy.rule)
        turn.say(
            "utter_return_policy",
            category=words.name("category", policy.category),
            days=words.days(policy.window_days),
            conditions=words.every(map(words.of_shop, policy.conditions)),
            cost=words.phrase("utter_piece_return_costs", cost=words.money(policy.cost))
            if policy.cost
            else words.phrase("utter_piece_return_free"),
            refund_days=words.working_days(policy.refund_days),
            method=words.of_shop(policy.refund_method),
            excluded=_excluded(turn, policy),
        )
        return Outcome.ANSWERED


def _excluded(turn: Turn, policy: ReturnPolicy) -> str:
    if not policy.excluded:
        return ""
    kinds = turn.words.every(map(turn.words.of_shop, policy.excluded))
    return turn.words.phrase("utter_piece_excluded", kinds=kinds)
