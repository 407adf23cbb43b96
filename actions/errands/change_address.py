"""Which address an order goes to, and another one as long as it has not left."""

import hashlib

from actions.form import Form
from actions.proof import KEEPS, SLOTS, proven_order
from actions.shop import NotAllowed, Order
from actions.turn import Outcome, Turn

SHORTEST = 3  # words: a street, a number and a town


class ChangeAddress(Form):
    action = "change_address_form"
    topics = ("change_address",)
    slots = (*SLOTS, "address")
    keeps = KEEPS
    resumes = False
    one_at_a_time = True

    async def serve(self, turn: Turn) -> Outcome:
        order, proof = await proven_order(turn, self.shop)
        terms = await self.shop.change_terms()
        if order.status not in terms.states and not turn.agrees:
            turn.cite(terms.rule)
            return _refuse(turn, order)
        address = _new_address(turn, order)
        turn.confirmed(
            f"address {order.number} {hashlib.sha256(address.encode()).hexdigest()[:8]}",
            "utter_confirm_address",
            order_number=order.number,
            address=address,
        )
        try:
            await self.shop.change_address(order.number, proof, address, turn.message.id)
        except NotAllowed as refused:
            turn.cite(refused.rule)
            return _refuse(turn, order)
        turn.say("utter_address_changed", order_number=order.number, address=address)
        return Outcome.DONE


def _new_address(turn: Turn, order: Order) -> str:
    """The address as the customer wrote it, on one line; says which one is set when it asks."""
    known = order.address or "–"
    given = " ".join(
        turn.need("address", "utter_ask_address", order_number=order.number, address=known).split()
    )
    if len(given.split()) < SHORTEST or not any(char.isdigit() for char in given):
        turn.forget("address")
        turn.ask_again("address", "utter_ask_address_again")
    return given


def _refuse(turn: Turn, order: Order) -> Outcome:
    turn.offer_person(
        "needs_colleague",
        "utter_address_refused",
        order_number=order.number,
        address=order.address or "–",
        status=turn.words.name("status", order.status),
    )
    return Outcome.REFUSED
