"""Where the customer's money is."""

from actions.form import Form
from actions.proof import KEEPS, SLOTS, proven_orders
from actions.refunds import say_refunds
from actions.shop import Order, Proof, Status
from actions.turn import Outcome, Turn


class RefundStatus(Form):
    action = "refund_status_form"
    topics = ("refund_status",)
    slots = SLOTS
    keeps = KEEPS
    resumes = False

    async def serve(self, turn: Turn) -> Outcome:
        async for order, proof in proven_orders(turn, self.shop):
            await self._tell(turn, order, proof)
        return Outcome.ANSWERED

    async def _tell(self, turn: Turn, order: Order, proof: Proof) -> None:
        refunds = await self.shop.refund_status(order.number, proof)
        exchanged = any(line.status is Status.RETURNING for line in order.lines)
        if not refunds and exchanged:
            turn.say("utter_exchange_under_way", order_number=order.number)
        elif not refunds:
            turn.say("utter_no_refund", order_number=order.number)
        say_refunds(turn, refunds)
