"""What a customer who is looking for something may like."""

from decimal import Decimal

from actions.shop import Product, Shop
from actions.turn import Turn

SHOWN = 5
ALL = 1_000


async def fitting(turn: Turn, shop: Shop) -> tuple[Product, ...]:
    """What fits the words used, best first; asks when nothing was named or nothing fits."""
    said = turn.message
    fresh = said.intent == "product_search" and "product" not in said.entities
    named = None if fresh else turn.recall("product")
    category, size, color = (turn.recall(slot) for slot in ("category", "size", "color"))
    text = named or ("" if said.is_button else said.text)
    if not text and not category:
        turn.ask("product", "utter_ask_product")
    found = await shop.search_products(text, category=category, size=size, color=color, limit=ALL)
    if not found and (category or ceiling(turn)):  # "show me shoes", "under 50 euros"
        found = await shop.search_products("", category=category, size=size, color=color, limit=ALL)
    if not found:
        turn.forget("product")
        turn.ask_again("product", "utter_product_unknown")
    if turn.words.mentions("utter_words_cheaper", said.text):
        return tuple(sorted(found, key=lambda it: it.price))
    return found


def ceiling(turn: Turn) -> Decimal | None:
    """The most that the customer wants to pay."""
    amount = turn.message.entities.get("amount")
    return Decimal(amount) if amount else None


async def cheaper(turn: Turn, shop: Shop) -> tuple[Product, ...] | None:
    """What costs less than the product of before, the dearest first; None when that is not asked for."""
    said = turn.message
    if said.entities.keys() & {"product", "category"} or not turn.words.mentions(
        "utter_words_cheaper", said.text
    ):
        return None
    known = await shop.search_products(turn.recall("product"), limit=ALL) if turn.recall("product") else ()
    category = known[0].category if known else turn.earlier("category")
    if category is None:
        return None
    turn.remember("category", category)
    everything = await shop.search_products("", category=category, limit=ALL)
    if not known:  # only the category was named: cheapest first
        return tuple(sorted(everything, key=lambda it: it.price))
    least = min(it.price for it in known)
    return tuple(sorted((it for it in everything if it.price < least), key=lambda it: it.price, reverse=True))
