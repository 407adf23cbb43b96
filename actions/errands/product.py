"""Find a product, say what it is and what it costs."""

import re
from collections.abc import Sequence

from actions.continuing import followed
from actions.form import Form
from actions.places import country
from actions.products import SLOTS, exact_products, one_product, product_buttons
from actions.searching import SHOWN, ceiling, cheaper, fitting
from actions.shop import Product
from actions.suggesting import suggest
from actions.turn import Outcome, Turn

ABOUT_DELIVERY = frozenset({"delivery_area", "shipping_options", "shipping_time", "shipping_cost"})


class Products(Form):
    action = "product_form"
    topics = ("product_search", "product_info", "price_query")
    slots = SLOTS
    keeps = ("product",)

    async def serve(self, turn: Turn) -> Outcome | None:
        topic = turn.recall("topic")
        if topic == "price_query" and await self._is_about_delivery(turn):
            turn.remember("topic", "shipping_cost")
            turn.go_to("shipping_form")
            return None
        if action := followed(turn):
            turn.go_to(action)
            return None
        if topic == "product_search":
            return await self._search(turn)
        if topic == "price_query" and turn.words.mentions("utter_words_haggling", turn.message.text):
            terms = await self.shop.price_match()
            turn.cite(terms.rule)
            turn.offer_person("price_match", "utter_price_match", days=turn.words.days(terms.days))
            return Outcome.ANSWERED
        several = await exact_products(turn.message.every("product"), self.shop)
        for product in several if len(several) > 1 else [await one_product(turn, self.shop)]:
            _tell(turn, product, only_price=topic == "price_query")
        if len(several) <= 1:
            await suggest(turn, self.shop, product)
        return Outcome.ANSWERED

    async def _is_about_delivery(self, turn: Turn) -> bool:
        """Whether "how much?" goes on with a question about delivery, or names a country to send to."""
        if "product" in turn.message.entities:
            return False
        return turn.earlier("topic") in ABOUT_DELIVERY or await country(turn, self.shop) is not None

    async def _search(self, turn: Turn) -> Outcome:
        less = await cheaper(turn, self.shop)
        if less is not None:
            _show(turn, "utter_products" if less else "utter_nothing_cheaper", less)
            return Outcome.ANSWERED
        found, most = await fitting(turn, self.shop), ceiling(turn)
        affordable = [it for it in found if most is None or it.price <= most]
        if affordable:
            _show(turn, "utter_products", affordable)
        else:
            nearest = sorted(found, key=lambda it: it.price)
            _show(turn, "utter_nothing_below", nearest, amount=turn.words.money(most) if most else "")
        return Outcome.ANSWERED


def _show(turn: Turn, response: str, found: Sequence[Product], **values: str) -> None:
    shown = tuple(found[:SHOWN])
    lines = (
        turn.words.phrase(
            "utter_line_product",
            product=it.name,
            kind=turn.words.of_shop(it.kind),
            price=turn.words.money(it.price),
        )
        for it in shown
    )
    buttons = product_buttons(shown, "product_info")
    turn.say(response, products=turn.words.lines(lines), buttons=buttons, **values)


def _tell(turn: Turn, product: Product, *, only_price: bool) -> None:
    price = turn.words.money(product.price)
    asked = _asked(turn, product)
    if only_price:
        turn.say("utter_price", product=product.name, price=price)
    elif asked:
        turn.say("utter_product_property", product=product.name, properties=_lines(turn, asked))
    else:
        told = _lines(turn, product.properties)
        turn.say("utter_product", product=product.name, price=price, properties=told)


def _asked(turn: Turn, product: Product) -> list[tuple[str, str]]:
    """The properties that the question names ("is it waterproof?")."""
    return [(key, value) for key, value in product.properties if _is_named(turn, key)]


def _is_named(turn: Turn, name: str) -> bool:
    names = "|".join(map(re.escape, turn.words.vocabulary.spellings(name)))
    return re.search(rf"\b(?:{names})\b", turn.message.text, re.IGNORECASE) is not None


def _lines(turn: Turn, properties: Sequence[tuple[str, str]]) -> str:
    of_shop = turn.words.of_shop
    return turn.words.lines(f"{of_shop(name)}: {of_shop(value)}" for name, value in properties)
