"""Whether a product is to be had: online, in a store, in a size or colour."""

import re
from collections.abc import Sequence

from actions.form import Form
from actions.products import SLOTS, one_product
from actions.shop import Product, Stock
from actions.turn import Outcome, Turn

MOST_PLACES = 4  # that an answer names


class Availability(Form):
    action = "availability_form"
    topics = ("product_availability",)
    slots = (*SLOTS, "town")
    keeps = ("product",)

    async def serve(self, turn: Turn) -> Outcome:
        product = await one_product(turn, self.shop)
        self._read_size(turn, product)
        size, color, town = turn.recall("size"), turn.recall("color"), turn.recall("town")
        stock = await self.shop.availability(product.sku, size=size, color=color, town=town)
        named = _named(turn, product)
        if not stock:
            turn.say("utter_no_such_variant", product=named, variants=_variants(turn, product))
            return Outcome.ANSWERED
        if size is None and color is None and turn.words.mentions("utter_words_variants", turn.message.text):
            turn.say("utter_variants", product=product.name, variants=_variants(turn, product))
            return Outcome.ANSWERED
        places = _places(turn, stock)
        if len(places) > MOST_PLACES:
            places = _counted(turn, stock)
        if town and not any(it.store and it.quantity for it in stock):
            known = await self.shop.find_stores(town)
            turn.say("utter_not_in_town" if known else "utter_no_store_in_town", town=town, product=named)
        if places:
            turn.say("utter_available", product=named, places=turn.words.every(places))
        else:
            self._say_none(turn, named, stock)
        return Outcome.ANSWERED

    @staticmethod
    def _read_size(turn: Turn, product: Product) -> None:
        """A bare number is a size where the product is made in it ("the black 40")."""
        if "size" in turn.heard or turn.message.is_button:
            return
        sizes = {it.size for it in product.variants if it.size and it.size[0].isdigit()}
        named = [word for word in re.findall(r"[\w.]+", turn.message.text) if word in sizes]
        if named:
            turn.remember("size", named[-1])

    @staticmethod
    def _say_none(turn: Turn, named: str, stock: Sequence[Stock]) -> None:
        expected = min((it.restock for it in stock if it.restock), default=None)
        if expected:
            turn.say("utter_back_in_stock", product=named, day=turn.words.day(expected))
        else:
            turn.say("utter_not_available", product=named)


def _named(turn: Turn, product: Product) -> str:
    """The product with the size and colour asked for."""
    traits = (turn.recall("color"), turn.recall("size"))
    told = turn.words.row(turn.words.of_shop(trait) for trait in traits if trait)
    return f"{product.name} ({told})" if told else product.name


def _places(turn: Turn, stock: Sequence[Stock]) -> list[str]:
    """Where there is at least one, online first, each place once."""
    online = turn.words.phrase("utter_piece_online")
    found = (it.store.name if it.store else online for it in stock if it.quantity > 0)
    return list(dict.fromkeys(found))


def _counted(turn: Turn, stock: Sequence[Stock]) -> list[str]:
    """Many places as a number; a town that the customer names then tells the rest."""
    there = [it for it in stock if it.quantity > 0]
    stores = {it.store.id for it in there if it.store}
    online = [turn.words.phrase("utter_piece_online")] if any(it.store is None for it in there) else []
    return [*online, turn.words.phrase("utter_piece_stores", count=len(stores))]


def _variants(turn: Turn, product: Product) -> str:
    """What it is made in: all sizes, then all colours."""
    sizes = (it.size for it in product.variants if it.size)
    colors = (it.color for it in product.variants if it.color)
    return turn.words.row(map(turn.words.of_shop, dict.fromkeys([*sizes, *colors])))
