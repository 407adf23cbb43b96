"""A payment that failed, hangs or was taken twice: what the shop knows about it, after proof."""

from decimal import Decimal

from actions.form import Form
from actions.proof import KEEPS, SLOTS, proven_orders
from actions.service_values import Payment, PaymentState
from actions.shop import Order, Proof
from actions.turn import Outcome, Turn

CHECK = "check"


class PaymentIssue(Form):
    action = "payment_issue_form"
    topics = ("payment_issue",)
    slots = (*SLOTS, "wish")
    keeps = KEEPS
    resumes = False

    def note(self, turn: Turn) -> None:
        """Whoever speaks of money taken, or names an order, wants to know about that payment."""
        if turn.words.mentions("utter_words_charged", turn.message.text) or "order_number" in turn.heard:
            turn.remember("wish", CHECK)

    async def serve(self, turn: Turn) -> Outcome:
        if turn.recall("wish") != CHECK:
            turn.say("utter_payment_help", website=(await self.shop.facts()).website)
            return Outcome.ANSWERED
        async for order, proof in proven_orders(turn, self.shop):
            await self._look_up(turn, order, proof)
        return Outcome.ANSWERED

    async def _look_up(self, turn: Turn, order: Order, proof: Proof) -> None:
        payments = await self.shop.payments(order.number, proof)
        paid = [it for it in payments if it.state is PaymentState.PAID]
        if len(paid) > 1:
            amount = turn.words.money(sum((it.amount for it in paid), Decimal(0)))
            turn.offer_person(
                "charged_twice", "utter_payment_twice", order_number=order.number, amount=amount
            )
        elif payments:
            self._tell(turn, payments[-1], (await self.shop.facts()).website)
        else:
            turn.say("utter_payment_due", order_number=order.number, amount=turn.words.money(order.total))

    @staticmethod
    def _tell(turn: Turn, payment: Payment, website: str) -> None:
        turn.say(
            f"utter_payment_{payment.state}",
            order_number=payment.order,
            amount=turn.words.money(payment.amount),
            day=turn.words.day(payment.day),
            website=website,
        )
