"""Find a product, say what it is and what it costs."""

from actions.errand import Form
from actions.products import SLOTS, one_product, product_buttons
from actions.shop import Product
from actions.turn import Outcome, Turn

PROPERTY = "utter_name_property_"


class Products(Form):
    action = "product_form"
    topics = ("product_search", "product_info", "price_query")
    slots = SLOTS
    keeps = ("product",)

    async def serve(self, turn: Turn) -> Outcome:
        if turn.recall("topic") == "product_search":
            return await self._search(turn)
        product = await one_product(turn, self.shop)
        if turn.recall("topic") == "price_query":
            turn.say("utter_price", product=product.name, price=turn.words.money(product.price))
        else:
            turn.say(
                "utter_product",
                product=product.name,
                price=turn.words.money(product.price),
                properties=_properties(turn, product),
            )
        return Outcome.ANSWERED

    async def _search(self, turn: Turn) -> Outcome:
        found = await self._found(turn)
        lines = (
            turn.words.phrase(
                "utter_line_product", product=it.name, kind=it.kind, price=turn.words.money(it.price)
            )
            for it in found
        )
        turn.say(
            "utter_products", products=turn.words.lines(lines), buttons=product_buttons(found, "product_info")
        )
        return Outcome.ANSWERED

    async def _found(self, turn: Turn) -> tuple[Product, ...]:
        """What fits the words used; asks when nothing was named or nothing fits."""
        said = turn.message
        fresh = said.intent == "product_search" and "product" not in said.entities
        named = None if fresh else turn.recall("product")
        category, size, color = (turn.recall(slot) for slot in ("category", "size", "color"))
        text = named or ("" if category or said.is_button else said.text)
        if not text and not category:
            turn.ask("product", "utter_ask_product")
        found = await self.shop.search_products(text, category=category, size=size, color=color)
        if not found:
            turn.forget("product")
            turn.ask_again("product", "utter_product_unknown")
        return found


def _properties(turn: Turn, product: Product) -> str:
    return turn.words.lines(
        f"{turn.words.name('property', key)}: {value}" for key, value in product.properties
    )
