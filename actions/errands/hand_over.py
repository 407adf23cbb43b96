"""Hand the conversation to a person, with all that a person needs to go on."""

from textwrap import shorten
from typing import Any

from actions.errand import Errand
from actions.items import items
from actions.message import SMALL_TALK
from actions.photos import AWAITED
from actions.several import MORE
from actions.shop import Order, Proof, ShopUnavailable
from actions.turn import Outcome, Turn
from actions.wording import Wording

TOLD = (
    "order_number",
    "more_orders",
    "email",
    "postcode",
    "item",
    "return_reason",
    "product",
    "category",
    "size",
    "color",
    "town",
    "country",
    "date",
    "weekday",
)
STAFF = "en"  # the language of the desk
SAY_LITTLE = SMALL_TALK | {"affirm", "deny", "inform"}
BETWEEN = " · "
QUOTED = 2  # messages
LONGEST_QUOTE = 200  # characters in all


class HandOver(Errand):
    action = "action_hand_over"
    notices = False

    def open(self, turn: Turn) -> None:
        """The errand in hand goes to the person: it is neither reset nor gone back to."""

    async def serve(self, turn: Turn) -> Outcome:
        topic = turn.recall("topic") or "human_agent"
        slots: dict[str, Any] = {slot: turn.recall(slot) for slot in TOLD if turn.recall(slot) is not None}
        order = await self._proven_order(turn)
        if turn.recall(AWAITED):
            slots["return"] = turn.recall(AWAITED)
        if order is not None:
            slots |= {"proven": True, "order": _told(order)}
        turn.hand_off(
            {
                "reason": turn.recall("reason") or "asked",
                "topic": topic,
                "summary": _summary(turn),
                "slots": slots,
            }
        )
        interrupted = turn.active_form or turn.recall("paused") or turn.recall("interrupted")
        turn.remember("interrupted", interrupted)
        turn.remember("topic", topic)
        turn.remember("misunderstandings", 0)
        turn.forget("offer", "reason", "paused", "wish_later")
        if not interrupted:
            turn.forget(MORE)
        turn.leave_form()
        return Outcome.HANDED_OVER

    async def _proven_order(self, turn: Turn) -> Order | None:
        """The order that the customer has proved to be theirs; nothing of it is on the card otherwise."""
        number = turn.recall("order_number") or turn.recall("last_order")
        email, postcode = turn.recall("email"), turn.recall("postcode")
        if number is None or not (email or postcode):
            return None
        try:
            return await self.shop.find_order(number, Proof(email=email, postcode=postcode))
        except ShopUnavailable:  # perhaps the reason for the hand-over: the person is needed all the more
            return None


def _told(order: Order) -> dict[str, str]:
    """What staff see of it, in their language."""
    words = Wording(STAFF)
    late = ", late" if order.late else ""
    told = {
        "number": order.number,
        "status": order.status.value + late,
        "placed": order.placed.isoformat(),
        "expected": order.expected.isoformat() if order.expected and not order.delivered else None,
        "delivered": order.delivered.isoformat() if order.delivered else None,
        "items": items(words, order.lines),
        "total": words.money(order.total),
        "payment": order.payment_method.replace("_", " "),
        "tracking": order.tracking_url,
        "photos": ", ".join(order.photos),
    }
    return {name: value for name, value in told.items() if value}


def _summary(turn: Turn) -> str:
    """The customer's own last words that say something; "a person, please" only when there are no others."""
    said = turn.own_words(without=SAY_LITTLE | {"human_agent"})[:QUOTED]
    said = said or turn.own_words(without=SAY_LITTLE)[:1]
    longest = LONGEST_QUOTE // max(len(said), 1) - len(BETWEEN)
    return BETWEEN.join(shorten(words, longest, placeholder="…") for words in reversed(said))
