"""The invoice or receipt of an order."""

from actions.form import Form
from actions.proof import KEEPS, SLOTS, proven_orders
from actions.turn import Outcome, Turn


class Invoices(Form):
    action = "invoice_form"
    topics = ("invoice",)
    slots = SLOTS
    keeps = KEEPS
    resumes = False

    async def serve(self, turn: Turn) -> Outcome:
        async for order, proof in proven_orders(turn, self.shop):
            invoice = await self.shop.invoice(order.number, proof)
            turn.cite(invoice.rule)
            if invoice.link:
                turn.say("utter_invoice", order_number=order.number, link=invoice.link)
            else:
                turn.say("utter_invoice_later", order_number=order.number)
        return Outcome.ANSWERED
