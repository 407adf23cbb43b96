"""Which product a question is about."""

from collections.abc import Iterable

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
    exact = [it for it in found if _is_called(it, named)]
    if not exact and len(found) > 1:
        size, color = turn.recall("size"), turn.recall("color")
        made = await shop.search_products(named, size=size, color=color, limit=MOST_BUTTONS)
        found = made or found
    if not exact and len(found) > 1:
        turn.ask("product", "utter_ask_which_product", buttons=product_buttons(found))
    product = (exact or found)[0]
    turn.remember("product", product.name)
    return product


async def exact_products(names: Iterable[str], shop: Shop) -> list[Product]:
    """The products of these names; kinds of products are left out."""
    found = [(name, await shop.search_products(name, limit=MOST_BUTTONS)) for name in names]
    return [it for name, products in found for it in products if _is_called(it, name)]


def _is_called(product: Product, name: str) -> bool:
    return name.casefold() in {product.name.casefold(), product.sku.casefold()}


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
