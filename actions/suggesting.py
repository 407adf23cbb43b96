"""Something that goes with the product asked about: once a conversation, and only what is in stock."""

from actions.mood import may_suggest
from actions.shop import Product, Shop
from actions.turn import Turn


async def suggest(turn: Turn, shop: Shop, product: Product) -> None:
    if not may_suggest(turn):
        return
    for name in product.goes_with:
        found = await shop.search_products(name, limit=5)
        fitting = next((it for it in found if it.name == name), None)
        if fitting and await _in_stock(shop, fitting):
            turn.remember("suggested", fitting.name)
            turn.say("utter_suggestion", suggested=fitting.name, price=turn.words.money(fitting.price))
            return


async def _in_stock(shop: Shop, product: Product) -> bool:
    return any(it.quantity and it.store is None for it in await shop.availability(product.sku))
