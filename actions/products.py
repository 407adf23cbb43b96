"""Which product a question is about."""

from actions.shop import Product, Shop
from actions.turn import Turn

SLOTS = ("product", "category", "size", "color")
MOST_BUTTONS = 5


async def one_product(turn: Turn, shop: Shop) -> Product:
    """The product named; asks which one when several fit or none was named."""
    await _drop_other_kind(turn, shop)
    named = turn.need("product", "utter_ask_product")
    found = await shop.search_products(named, limit=MOST_BUTTONS)
    if not found:
        turn.forget("product")
        turn.ask_again("product", "utter_product_unknown")
    exact = [it for it in found if named.casefold() in {it.name.casefold(), it.sku.casefold()}]
    if not exact and len(found) > 1:
        turn.forget("product")
        turn.ask("product", "utter_ask_which_product", buttons=product_buttons(found))
    product = (exact or found)[0]
    turn.remember("product", product.name)
    return product


async def _drop_other_kind(turn: Turn, shop: Shop) -> None:
    """A product of before is not meant when another category is named: after a lamp, "the jacket" is no lamp."""
    said = turn.message.entities
    if "category" not in said or "product" in said or turn.recall("product") is None:
        return
    before = await shop.search_products(turn.recall("product"), limit=1)
    if not before or before[0].category != said["category"]:
        turn.forget("product")


def product_buttons(products: tuple[Product, ...], intent: str = "inform") -> list[tuple[str, str]]:
    return [(it.name, f'/{intent}{{"product":"{it.name}"}}') for it in products]
