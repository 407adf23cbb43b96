"""The order a customer may see: nothing of it is said before number and proof fit."""

from collections.abc import AsyncIterator

from actions.several import go_on
from actions.shop import Order, Proof, Shop
from actions.turn import Turn

SLOTS = ("order_number", "more_orders", "email", "postcode")
KEEPS = ("email", "postcode")


async def proven_orders(turn: Turn, shop: Shop) -> AsyncIterator[tuple[Order, Proof]]:
    """Each order that was named, in turn; what proved the first is tried for the others."""
    yield await proven_order(turn, shop)
    while go_on(turn):
        yield await proven_order(turn, shop)


async def proven_order(turn: Turn, shop: Shop) -> tuple[Order, Proof]:
    """The order of this errand and the proof that opened it; asks for what is missing."""
    _five_digits(turn)
    number = _number(turn)
    turn.remember("last_order", number)
    proof = _proof(turn, number)
    order = await shop.find_order(number, proof)
    if order is None:  # unknown and not theirs read the same, on purpose
        if turn.requested == "proof" and not turn.heard:  # nothing new was given: do not count it twice
            turn.ask("proof", "utter_ask_proof_again", order_number=number)
        turn.ask_again("proof", "utter_order_not_found", order_number=number)
    return order, proof


def _number(turn: Turn) -> str:
    """The number named in this errand; one of an earlier errand is offered, never assumed."""
    earlier = turn.recall("last_order")
    if turn.recall("order_number") is None and earlier is not None:
        asked = turn.requested == "same_order"
        proves = bool(turn.heard & set(KEEPS))  # whoever answers with a proof means that order
        if asked and (turn.message.intent == "affirm" or proves):
            turn.remember("order_number", earlier)
        elif asked and turn.message.intent == "deny":
            turn.forget("last_order")
        else:
            turn.ask("same_order", "utter_ask_same_order", order_number=earlier)
    return turn.need("order_number", "utter_ask_order_number")


def _proof(turn: Turn, number: str) -> Proof:
    """What was given last counts: a new e-mail address must not be held against an old postcode."""
    if "email" in turn.heard and "postcode" not in turn.heard:
        turn.forget("postcode")
    if "postcode" in turn.heard and "email" not in turn.heard:
        turn.forget("email")
    email, postcode = turn.recall("email"), turn.recall("postcode")
    if not email and not postcode:
        turn.ask("proof", "utter_ask_proof", order_number=number)
    return Proof(email=email, postcode=postcode)


def _five_digits(turn: Turn) -> None:
    """Five digits may be an order number or a postcode: what they are is what was asked for."""
    said = turn.message
    number = said.entities.get("order_number")
    if turn.requested == "proof" and turn.earlier("order_number") and said.text.strip() == number:
        turn.remember("order_number", turn.earlier("order_number"))
        turn.remember("postcode", number)
        turn.heard |= {"postcode"}
    elif turn.requested == "order_number" and number is None and said.text.strip().isdigit():
        turn.remember("order_number", said.text.strip())
