"""Makes the shop's values of the demo shop's file rows."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from actions.demo_shop import hours
from actions.demo_shop.files import ONLINE, ShopFiles
from actions.demo_shop.records import (
    CancellationRow,
    PaymentRow,
    ProductRow,
    RefundsRow,
    ReturnRow,
    ShippingRow,
    ShopRow,
    StoreRow,
    VariantRow,
    WarrantyRow,
)
from actions.demo_shop.spelling import plain
from actions.shop import (
    WEEKDAYS,
    CancellationPolicy,
    DayHours,
    Facts,
    PaymentMethod,
    Product,
    ReturnPolicy,
    ShippingOption,
    Stock,
    Store,
    Variant,
    Warranty,
)


def facts(row: ShopRow) -> Facts:
    return Facts(**row.model_dump(exclude={"line"}))


def return_policy(row: ReturnRow, refunds: RefundsRow) -> ReturnPolicy:
    return ReturnPolicy(
        category=row.category,
        window_days=row.window_days,
        conditions=row.conditions,
        excluded=row.excluded,
        cost=row.cost,
        refund_days=refunds.days,
        refund_method=refunds.method,
        rule=row.rule(),
    )


def cancellation_policy(row: CancellationRow, refunds: RefundsRow) -> CancellationPolicy:
    return CancellationPolicy(row.states, row.fee, refunds.days, row.rule())


def warranty(row: WarrantyRow) -> Warranty:
    return Warranty(row.category, row.months, row.covers, row.rule())


def shipping_option(row: ShippingRow) -> ShippingOption:
    least, most = row.days
    return ShippingOption(row.id, row.name, row.country, row.cost, row.free_from, least, most, row.rule())


def payment_method(row: PaymentRow) -> PaymentMethod:
    return PaymentMethod(row.id, row.name, row.note, row.rule())


def store(row: StoreRow) -> Store:
    return Store(**row.model_dump(exclude={"line", "aliases", "region", "hours"}))


def day_hours(row: StoreRow, day: date) -> DayHours:
    return DayHours(
        store=store(row),
        day=day,
        weekday=WEEKDAYS[day.weekday()],
        spans=hours.spans(row, day),
        holiday=hours.holiday(row, day),
    )


def product(row: ProductRow) -> Product:
    return Product(
        sku=row.sku,
        name=row.name,
        category=row.category,
        kind=row.kind,
        price=row.price,
        properties=tuple(row.properties.items()),
        variants=tuple(map(variant, row.variants)),
        goes_with=row.goes_with,
    )


def variant(row: VariantRow) -> Variant:
    return Variant(row.sku, row.size, row.color)


def fits(row: VariantRow, size: str | None, color: str | None) -> bool:
    """A variant of which there is only one size or colour fits any."""
    return all(
        wanted is None or offered is None or plain(wanted) == plain(offered)
        for wanted, offered in ((size, row.size), (color, row.color))
    )


def stock(
    files: ShopFiles, of: ProductRow, variants: Iterable[VariantRow], stores: Iterable[StoreRow], today: date
) -> Iterator[Stock]:
    """Online first, then each store that carries the variant."""
    variants, whole = tuple(variants), product(of)
    rows = {row.sku: files.stock.get(row.sku) for row in variants}
    for row in variants:
        here = rows[row.sku]
        restock = (
            None
            if here is None or here.restock_in_days is None
            else today + timedelta(days=here.restock_in_days)
        )
        quantity = here.quantities.get(ONLINE, 0) if here else 0
        yield Stock(whole, variant(row), None, quantity, restock)
    for place in stores:
        for row in variants:
            here = rows[row.sku]
            if here and place.id in here.quantities:
                yield Stock(whole, variant(row), store(place), here.quantities[place.id], None)
