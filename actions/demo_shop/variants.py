"""Another size or colour of what was ordered."""

from dataclasses import replace

from actions.demo_shop.files import ONLINE, ShopFiles
from actions.shop import NotAllowed, OrderLine, Refusal


def variant_of(files: ShopFiles, line: OrderLine, wanted: str) -> OrderLine:
    """The line with another variant of its product, if the online shop has one; raises NotAllowed."""
    rule = files.service.changes.rule()
    product, _ = files.variants.get(line.sku, (None, None))
    other, variant = files.variants.get(wanted, (None, None))
    if product is None or other is not product or variant is None:
        raise NotAllowed(Refusal.NOT_IN_ORDER, rule)
    stock = files.stock.get(wanted)
    if stock is None or stock.quantities.get(ONLINE, 0) < line.quantity:
        raise NotAllowed(Refusal.SOLD_OUT, rule)
    return replace(line, sku=variant.sku, size=variant.size, color=variant.color)
