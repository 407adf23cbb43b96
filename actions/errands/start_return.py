"""Send something back: which thing, why, what was understood, a yes, and then the label."""

from collections.abc import Sequence

from actions.errand import Form
from actions.items import item, items, meant
from actions.proof import KEEPS, SLOTS, proven_order
from actions.refunds import say_refunds
from actions.shop import (
    NotAllowed,
    Order,
    OrderLine,
    Proof,
    Refusal,
    Return,
    Returnable,
    ReturnReason,
)
from actions.turn import Outcome, Turn

# Whatever the reason, these lines cannot come back now.
FINAL = frozenset({Refusal.NOT_DELIVERED, Refusal.ALREADY_RETURNED, Refusal.ALREADY_CANCELLED})

OF_THE_ORDER = ("item", "return_reason", "product", "category")


class StartReturn(Form):
    action = "return_form"
    topics = ("start_return", "request_refund")
    slots = (*SLOTS, *OF_THE_ORDER)
    keeps = KEEPS
    resumes = False

    def note(self, turn: Turn) -> None:
        """A reason may come with anything: "the shoes from order … are too small"."""
        another = "order_number" in turn.heard and turn.earlier("order_number")
        if another:  # its things and their faults are others
            turn.forget(*(slot for slot in OF_THE_ORDER if slot not in turn.message.entities))
        reason = None if turn.message.is_button else _reason_in(turn, turn.message.text)
        if reason:
            turn.remember("return_reason", reason)
            turn.heard.add("return_reason")

    async def serve(self, turn: Turn) -> Outcome:
        order, proof = await proven_order(turn, self.shop)
        if turn.recall("topic") == "request_refund" and order.refunds:
            say_refunds(turn, order.refunds)
            return Outcome.ANSWERED
        everything = await self.shop.returnable(order.number, proof)
        possible = [it.line for it in everything if it.refusal not in FINAL]
        if not possible and not turn.agrees:
            return _refuse(turn, everything[0])
        await self._read_kind(turn, possible)
        chosen = _chosen(turn, [it.line for it in everything], possible)
        reason = _reason(turn)
        judged = await self.shop.returnable(order.number, proof, reason)
        refused = next((it for it in judged if it.line in chosen and it.refusal), None)
        if refused and not turn.agrees:
            return _refuse(turn, refused)
        return await self._do(turn, order, proof, chosen, reason)

    async def _read_kind(self, turn: Turn, possible: Sequence[OrderLine]) -> None:
        """ "My mug is broken" names a kind of thing; the order knows it by its product's name."""
        kind = turn.recall("product")
        if kind is None or turn.recall("item") is not None:
            return
        alike = {it.name for it in await self.shop.search_products(kind)}
        named = [line.sku for line in possible if line.product in alike]
        if len(named) == 1:
            turn.remember("item", named[0])

    async def _do(
        self, turn: Turn, order: Order, proof: Proof, chosen: tuple[OrderLine, ...], reason: ReturnReason
    ) -> Outcome:
        """Say what was understood, wait for a yes, start the return."""
        skus = tuple(line.sku for line in chosen)
        turn.remember("item", " ".join(skus))
        turn.confirmed(
            f"return {order.number} {' '.join(skus)} {reason}",
            "utter_confirm_return",
            order_number=order.number,
            items=items(turn.words, chosen),
            return_reason=turn.words.name("reason", reason),
        )
        try:
            made = await self.shop.start_return(order.number, proof, skus, reason, turn.message.id)
        except NotAllowed as no:
            turn.cite(no.rule)
            return _say_refusal(turn, no.reason, items(turn.words, chosen))
        _tell(turn, made)
        return Outcome.DONE


def _chosen(turn: Turn, lines: list[OrderLine], possible: list[OrderLine]) -> tuple[OrderLine, ...]:
    """Which things go back; asks when several may and none was named."""
    named = turn.recall("item") or turn.recall("product") or turn.recall("category")
    if named is None and len(possible) == 1:
        return tuple(possible)
    buttons = [(item(turn.words, line), f'/inform{{"item":"{line.sku}"}}') for line in possible]
    buttons.append((turn.words.phrase("utter_piece_all"), '/inform{"item":"all"}'))
    if named is None:
        turn.ask("item", "utter_ask_item", buttons=buttons)
    found = tuple(possible) if named == "all" else meant(turn.words, named, lines)
    if not found:
        turn.forget("item", "product", "category")
        turn.ask_again("item", "utter_ask_item_again", buttons=buttons)
    return found


def _reason(turn: Turn) -> ReturnReason:
    told = turn.need("return_reason", "utter_ask_return_reason")
    found = told if told in set(ReturnReason) else _reason_in(turn, told)
    if found is None:
        turn.forget("return_reason")
        turn.ask_again("return_reason", "utter_ask_return_reason_again")
    turn.remember("return_reason", found)
    return ReturnReason(found)


def _reason_in(turn: Turn, text: str) -> str | None:
    """The reason a customer's own words give, by the words that the responses list for each."""
    found = (it.value for it in ReturnReason if turn.words.mentions(f"utter_words_reason_{it}", text))
    return next(found, None)


def _refuse(turn: Turn, refused: Returnable) -> Outcome:
    deadline = turn.words.day(refused.deadline) if refused.deadline else ""
    return _say_refusal(turn, refused.refusal or Refusal.EXCLUDED, item(turn.words, refused.line), deadline)


def _say_refusal(turn: Turn, reason: Refusal, things: str, deadline: str = "") -> Outcome:
    turn.offer_person(
        f"return_{reason}",
        f"utter_return_refused_{reason}",
        items=things,
        deadline=deadline,
        order_number=turn.recall("order_number"),
    )
    return Outcome.REFUSED


def _tell(turn: Turn, made: Return) -> None:
    turn.say(
        "utter_return_started",
        label=made.label,
        drop_off=turn.words.of_shop(made.drop_off),
        deadline=turn.words.day(made.deadline),
        amount=turn.words.money(made.refund.amount),
        method=turn.words.name("payment", made.refund.method),
        cost=turn.words.phrase("utter_piece_return_cost", cost=turn.words.money(made.cost))
        if made.cost
        else "",
    )
