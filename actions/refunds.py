"""What is said about money on its way back."""

from collections.abc import Iterable

from actions.shop import Refund
from actions.turn import Turn


def say_refunds(turn: Turn, refunds: Iterable[Refund]) -> None:
    words = turn.words
    for refund in refunds:
        due = words.phrase("utter_piece_due", day=words.day(refund.due)) if refund.due else ""
        turn.say(
            f"utter_refund_{refund.state}",
            order_number=refund.order,
            items=words.every(refund.items),
            amount=words.money(refund.amount),
            method=words.name("payment", refund.method),
            due=due,
            paid=words.day(refund.paid) if refund.paid else "",
        )
