"""Send something back: which thing, why, what was understood, a yes, and then the label."""

from collections.abc import Sequence

from actions.form import Form
from actions.items import item, items, meant
from actions.photos import invite
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
from actions.variants import named, wanted_variant

# Whatever the reason, these lines cannot come back now.
FINAL = frozenset({Refusal.NOT_DELIVERED, Refusal.ALREADY_RETURNED, Refusal.ALREADY_CANCELLED})

SHOWN_IN_A_PHOTO = frozenset({ReturnReason.DAMAGED, ReturnReason.WRONG_ITEM})
OF_THE_ORDER = ("item", "return_reason", "product", "category", "wish", "size", "color", "variant")
EXCHANGE = "exchange"


class StartReturn(Form):
    action = "return_form"
    topics = ("start_return", "request_refund")
    slots = (*SLOTS, *OF_THE_ORDER)
    keeps = KEEPS
    resumes = False
    one_at_a_time = True

    def note(self, turn: Turn) -> None:
        """A reason may come with anything: "the shoes from order … are too small"."""
        another = "order_number" in turn.heard and turn.earlier("order_number")
        if another:  # its things and their faults are others
            turn.forget(*(slot for slot in OF_THE_ORDER if slot not in turn.message.entities))
        reason = None if turn.message.is_button else _reason_in(turn, turn.message.text)
        if reason:
            turn.remember("return_reason", reason)
            turn.heard.add("return_reason")
        if turn.words.mentions("utter_words_exchange", turn.message.text):
            turn.remember("wish", EXCHANGE)
            turn.heard.add("wish")

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
        if turn.recall("wish") == EXCHANGE and len(chosen) == 1:
            wanted = await self._wanted(turn, chosen[0])
            if wanted:
                return await self._exchange(turn, order, proof, chosen[0], wanted)
            turn.say("utter_exchange_impossible", item=item(turn.words, chosen[0]))
            turn.forget("wish")
        turn.confirmed(
            f"return {order.number} {' '.join(skus)} {reason}",
            "utter_confirm_return",
            order_number=order.number,
            items=items(turn.words, chosen),
            return_reason=turn.words.name("reason", reason),
            buttons=_instead(turn, chosen, reason),
        )
        try:
            made = await self.shop.start_return(order.number, proof, skus, reason, turn.message.id)
        except NotAllowed as no:
            turn.cite(no.rule)
            return _say_refusal(turn, no.reason, items(turn.words, chosen))
        _tell(turn, made, invite(turn, made) if reason in SHOWN_IN_A_PHOTO else "")
        return Outcome.DONE

    async def _wanted(self, turn: Turn, line: OrderLine) -> str | None:
        """After the yes it is what was agreed, whatever is in stock by then."""
        if turn.agrees and turn.recall("variant"):
            return str(turn.recall("variant"))
        return await wanted_variant(turn, self.shop, line)

    async def _exchange(
        self, turn: Turn, order: Order, proof: Proof, line: OrderLine, wanted: str
    ) -> Outcome:
        """The same as a return, with another variant instead of the money."""
        reason, key = ReturnReason(turn.recall("return_reason")), turn.message.id
        turn.cite((await self.shop.change_terms()).exchange)
        turn.confirmed(
            f"exchange {order.number} {line.sku} {reason} {wanted}",
            "utter_confirm_exchange",
            order_number=order.number,
            item=item(turn.words, line),
            variant=await named(turn, self.shop, line, wanted),
        )
        try:
            made = await self.shop.start_return(order.number, proof, (line.sku,), reason, key, wanted=wanted)
        except NotAllowed as no:
            turn.cite(no.rule)
            return _say_refusal(turn, no.reason, item(turn.words, line))
        turn.say(
            "utter_exchange_started",
            label=made.label,
            drop_off=turn.words.of_shop(made.drop_off),
            deadline=turn.words.day(made.deadline),
            item=item(turn.words, made.exchange or line),
        )
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


def _instead(turn: Turn, chosen: Sequence[OrderLine], reason: ReturnReason) -> list[tuple[str, str]]:
    """Whoever has the wrong size may rather want the right one than the money."""
    exchangeable = len(chosen) == 1 and reason is ReturnReason.WRONG_SIZE
    title = turn.words.phrase("utter_piece_exchange")
    return [(title, f'/inform{{"wish":"{EXCHANGE}"}}')] if exchangeable else []


def _tell(turn: Turn, made: Return, photo: str) -> None:
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
        photo=photo,
    )
