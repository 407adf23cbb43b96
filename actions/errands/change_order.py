"""Another size or colour in an order that has not left; what else may be changed is offered."""

from actions.form import Form
from actions.items import item, meant
from actions.proof import KEEPS, SLOTS, proven_order
from actions.shop import NotAllowed, Order, OrderLine
from actions.turn import Outcome, Turn
from actions.variants import named, wanted_variant

OF_THE_ORDER = ("item", "product", "category", "size", "color", "variant", "wish")


class ChangeOrder(Form):
    action = "change_order_form"
    topics = ("change_order",)
    slots = (*SLOTS, *OF_THE_ORDER)
    keeps = KEEPS
    resumes = False
    one_at_a_time = True

    async def serve(self, turn: Turn) -> Outcome:
        order, proof = await proven_order(turn, self.shop)
        terms = await self.shop.change_terms()
        if order.status not in terms.states and not turn.agrees:
            turn.cite(terms.rule)
            turn.offer_person("needs_colleague", "utter_change_refused", order_number=order.number)
            return Outcome.REFUSED
        if not turn.recall("size") and not turn.recall("color"):
            turn.need("wish", "utter_ask_change", order_number=order.number)
        line = _line(turn, order)
        sku, wanted = line.sku, await self._wanted(turn, line)
        if wanted is None:
            turn.offer_person("needs_colleague", "utter_no_other_variant", item=item(turn.words, line))
            return Outcome.REFUSED
        told = await named(turn, self.shop, line, wanted)
        if not turn.agrees:
            turn.remember("item", sku)
        turn.confirmed(
            f"swap {order.number} {turn.recall('item')} {wanted}",
            "utter_confirm_swap",
            order_number=order.number,
            item=item(turn.words, line),
            variant=told,
        )
        try:
            done = await self.shop.swap(order.number, proof, turn.recall("item"), wanted, turn.message.id)
        except NotAllowed as refused:
            turn.cite(refused.rule)
            turn.offer_person("needs_colleague", "utter_change_refused", order_number=order.number)
            return Outcome.REFUSED
        turn.say("utter_swapped", order_number=order.number, item=item(turn.words, done.after))
        return Outcome.DONE

    async def _wanted(self, turn: Turn, line: OrderLine) -> str | None:
        """After the yes it is what was agreed: a turn that is run again finds it swapped in already."""
        if turn.agrees and turn.recall("variant"):
            return str(turn.recall("variant"))
        return await wanted_variant(turn, self.shop, line)


def _line(turn: Turn, order: Order) -> OrderLine:
    """The thing that is to be changed; asks when there are several and none was named."""
    if turn.agrees:
        known = {turn.recall("item"), turn.recall("variant")}
        return next((line for line in order.lines if line.sku in known), order.lines[0])
    told = turn.recall("item") or turn.recall("product") or turn.recall("category")
    found = meant(turn.words, told, order.lines) if told else ()
    if len(order.lines) == 1:
        return order.lines[0]
    if len(found) != 1:
        buttons = [(item(turn.words, line), f'/inform{{"item":"{line.sku}"}}') for line in order.lines]
        turn.forget("item", "product", "category")
        (turn.ask_again if told else turn.ask)("item", "utter_ask_item_to_change", buttons=buttons)
    return found[0]
