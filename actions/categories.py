"""Which category of goods a question is about."""

from actions.shop import CATEGORIES, Shop
from actions.turn import Turn

SLOTS = ("category", "product")


async def category(turn: Turn, shop: Shop) -> str:
    """The category named, or that of the product named; asks when there is neither."""
    product = turn.recall("product")
    if turn.recall("category") is None and product:
        found = await shop.search_products(product, limit=1)
        turn.remember("category", found[0].category if found else None)
    known = turn.need("category", "utter_ask_category")
    if known not in CATEGORIES:
        turn.forget("category")
        turn.ask_again("category", "utter_ask_category")
    return known
