"""Whether a product is to be had: online, in a store, in a size or colour."""

from collections.abc import Sequence

from actions.errand import Form
from actions.products import SLOTS, one_product
from actions.shop import Product, Stock
from actions.turn import Outcome, Turn


class Availability(Form):
    action = "availability_form"
    topics = ("product_availability",)
    slots = (*SLOTS, "town")
    keeps = ("product",)

    async def serve(self, turn: Turn) -> Outcome:
        product = await one_product(turn, self.shop)
        size, color, town = turn.recall("size"), turn.recall("color"), turn.recall("town")
        stock = await self.shop.availability(product.sku, size=size, color=color, town=town)
        named = _named(turn, product)
        if not stock:
            turn.say("utter_no_such_variant", product=named, variants=_variants(turn, product))
            return Outcome.ANSWERED
        places = _places(turn, stock)
        if town and not any(it.store and it.quantity for it in stock):
            known = await self.shop.find_stores(town)
            turn.say("utter_not_in_town" if known else "utter_no_store_in_town", town=town, product=named)
        if places:
            turn.say("utter_available", product=named, places=turn.words.every(places))
        else:
            self._say_none(turn, named, stock)
        return Outcome.ANSWERED

    @staticmethod
    def _say_none(turn: Turn, named: str, stock: Sequence[Stock]) -> None:
        expected = min((it.restock for it in stock if it.restock), default=None)
        if expected:
            turn.say("utter_back_in_stock", product=named, day=turn.words.day(expected))
        else:
            turn.say("utter_not_available", product=named)


def _named(turn: Turn, product: Product) -> str:
    """The product with the size and colour asked for."""
    color, size = turn.recall("color"), turn.recall("size")
    traits = [turn.words.name("color", color) if color else "", size or ""]
    told = ", ".join(trait for trait in traits if trait)
    return f"{product.name} ({told})" if told else product.name


def _places(turn: Turn, stock: Sequence[Stock]) -> list[str]:
    """Where there is at least one, online first, each place once."""
    online = turn.words.phrase("utter_piece_online")
    found = (it.store.name if it.store else online for it in stock if it.quantity > 0)
    return list(dict.fromkeys(found))


def _variants(turn: Turn, product: Product) -> str:
    """What it is made in: all sizes, then all colours."""
    sizes = dict.fromkeys(it.size for it in product.variants if it.size)
    colors = dict.fromkeys(turn.words.name("color", it.color) for it in product.variants if it.color)
    return ", ".join([*sizes, *colors])
