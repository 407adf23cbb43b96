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
    before, said = turn.recall("product"), turn.message
    if (
        before is None
        or "product" in said.entities
        or not turn.words.mentions("utter_words_cheaper", said.text)
    ):
        return None
    known = await shop.search_products(before, limit=ALL)
    if not known:
        return None
    least = min(it.price for it in known)
    others = await shop.search_products("", category=known[0].category, limit=ALL)
    return tuple(sorted((it for it in others if it.price < least), key=lambda it: it.price, reverse=True))
