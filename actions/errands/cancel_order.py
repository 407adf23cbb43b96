"""Cancel an order, as far as the shop's rule allows, after a yes."""

from actions.form import Form
from actions.items import items
from actions.proof import KEEPS, SLOTS, proven_order
from actions.shop import NotAllowed, Order, Refusal, Status
from actions.turn import Outcome, Turn


class CancelOrder(Form):
    action = "cancel_order_form"
    topics = ("cancel_order",)
    slots = SLOTS
    keeps = KEEPS
    resumes = False
    one_at_a_time = True

    async def serve(self, turn: Turn) -> Outcome:
        order, proof = await proven_order(turn, self.shop)
        policy = await self.shop.cancellation_policy()
        if order.status not in policy.states and not turn.agrees:
            turn.cite(policy.rule)
            already = order.status is Status.CANCELLED
            return _refuse(turn, order, Refusal.ALREADY_CANCELLED if already else Refusal.ALREADY_SENT)
        turn.confirmed(
            f"cancel {order.number}",
            "utter_confirm_cancel",
            order_number=order.number,
            items=items(turn.words, order.lines),
            total=turn.words.money(order.total),
        )
        try:
            done = await self.shop.cancel_order(order.number, proof, turn.message.id)
        except NotAllowed as refused:
            turn.cite(refused.rule)
            return _refuse(turn, order, refused.reason)
        turn.say(
            "utter_cancelled",
            order_number=order.number,
            amount=turn.words.money(done.refund.amount),
            method=turn.words.name("payment", done.refund.method),
            days=turn.words.working_days(policy.refund_days),
        )
        return Outcome.DONE


def _refuse(turn: Turn, order: Order, reason: Refusal) -> Outcome:
    turn.say(f"utter_cancel_refused_{reason}", order_number=order.number)
    return Outcome.REFUSED
