"""Where an order is."""

from typing import Any

from actions.form import Form
from actions.items import items
from actions.proof import KEEPS, SLOTS, proven_orders
from actions.shop import Order, Status
from actions.turn import Outcome, Turn


class OrderStatus(Form):
    action = "order_status_form"
    topics = ("order_status",)
    slots = SLOTS
    keeps = KEEPS
    resumes = False

    async def serve(self, turn: Turn) -> Outcome:
        async for order, _ in proven_orders(turn, self.shop):
            turn.say(f"utter_order_{order.status}", **_values(turn, order))
            if order.late:
                turn.offer_person("order_late", "utter_order_late", order_number=order.number)
        return Outcome.ANSWERED


def _values(turn: Turn, order: Order) -> dict[str, Any]:
    words = turn.words
    shipped = order.status in {Status.SHIPPED, Status.DELIVERED}
    expected = order.expected if order.status in {Status.PLACED, Status.PACKED, Status.SHIPPED} else None
    return {
        "order_number": order.number,
        "items": items(words, order.lines),
        "carrier": order.carrier or "",
        "delivered": words.day(order.delivered) if order.delivered else "",
        "cancelled": words.day(order.cancelled) if order.cancelled else "",
        "expected": words.phrase("utter_piece_expected", day=words.day(expected))
        if expected and not order.late
        else "",
        "tracking": words.phrase("utter_piece_tracking", link=order.tracking_url)
        if shipped and order.tracking_url
        else "",
    }
