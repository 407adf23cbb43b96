"""Which other size or colour of a thing a customer wants instead."""

from typing import NoReturn

from actions.items import item
from actions.shop import OrderLine, Shop, Stock
from actions.turn import Turn

MOST_BUTTONS = 8


async def wanted_variant(turn: Turn, shop: Shop, line: OrderLine) -> str | None:
    """The sku of the variant named; asks when several fit; None when nothing else is in stock."""
    there = await _in_stock(shop, line)
    if not there:
        return None
    chosen = turn.recall("variant")
    if chosen in {it.variant.sku for it in there}:
        return str(chosen)
    fitting = [it for it in there if _fits(turn, line, it)]
    if len(fitting) != 1 or not (turn.recall("size") or turn.recall("color")):
        _ask(turn, line, fitting or there)
    turn.remember("variant", fitting[0].variant.sku)
    return fitting[0].variant.sku


def _ask(turn: Turn, line: OrderLine, offered: list[Stock]) -> NoReturn:
    again = turn.requested == "size" and bool(turn.heard & {"size", "color"})
    turn.forget("size", "color", "variant")
    buttons = [
        (traits(turn, it), f'/inform{{"variant":"{it.variant.sku}"}}') for it in offered[:MOST_BUTTONS]
    ]
    values = {
        "item": item(turn.words, line),
        "variants": turn.words.every(dict.fromkeys(title for title, _ in buttons)),
    }
    if again:
        turn.ask_again("size", "utter_ask_variant", buttons=buttons, **values)
    turn.ask("size", "utter_ask_variant", buttons=buttons, **values)


def traits(turn: Turn, stock: Stock) -> str:
    """What tells a variant from its like: "black, 42"."""
    known = (stock.variant.color, stock.variant.size)
    return turn.words.row(turn.words.of_shop(trait) for trait in known if trait)


async def named(turn: Turn, shop: Shop, line: OrderLine, sku: str) -> str:
    """The traits of a variant of the line's product."""
    for it in await _stock(shop, line):
        if it.variant.sku == sku:
            return traits(turn, it)
    return ""


async def _in_stock(shop: Shop, line: OrderLine) -> list[Stock]:
    """Online, and not what was ordered."""
    stock = await _stock(shop, line)
    return [it for it in stock if it.quantity >= line.quantity and it.variant.sku != line.sku]


async def _stock(shop: Shop, line: OrderLine) -> list[Stock]:
    found = await shop.search_products(line.product, limit=5)
    product = next((it for it in found if it.name == line.product), None)
    stock = await shop.availability(product.sku) if product else ()
    return [it for it in stock if it.store is None]


def _fits(turn: Turn, line: OrderLine, stock: Stock) -> bool:
    """What is not named stays: another size of the same colour, or the other way round."""
    size, color = turn.recall("size"), turn.recall("color")
    if size is None and color is None:
        return True
    return stock.variant.size in {size or line.size, None} and stock.variant.color in {
        color or line.color,
        None,
    }
