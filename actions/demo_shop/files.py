"""The demo shop's files as one checked whole, read again when one of them changes."""

import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog

from actions.demo_shop import service_files
from actions.demo_shop.reading import FilesFaulty, Reader
from actions.demo_shop.records import (
    CancellationRow,
    ComplaintsRow,
    HandInRow,
    LineRow,
    OrderRow,
    PaymentRow,
    ProductRow,
    Record,
    RefundRow,
    RefundsRow,
    ReturnRow,
    RuleRow,
    ShippingRow,
    ShopRow,
    StockRow,
    StoreRow,
    VariantRow,
    WarrantyRow,
)
from actions.demo_shop.service_files import Service, read_service, rules_of
from actions.demo_shop.words import FOLDER, Words, read_words
from actions.shop import CATEGORIES

NAMES = (
    "shop.yml", "stores.yml", "products.yml", "policies.yml",
    "stock.csv", "orders.csv", "order_lines.csv", "refunds.csv", *service_files.NAMES,
)  # fmt: skip
ONLINE = "online"

log = structlog.get_logger()
R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=RuleRow)


@dataclass(frozen=True, slots=True)
class Policies:
    returns: dict[str, ReturnRow]  # by category
    warranty: dict[str, WarrantyRow]
    refunds: RefundsRow
    cancellation: CancellationRow
    hand_in: dict[str, HandInRow]  # by country
    tracking: dict[str, str]  # by carrier
    shipping: tuple[ShippingRow, ...]
    payment: dict[str, PaymentRow]  # by id
    complaints: ComplaintsRow


@dataclass(frozen=True, slots=True)
class ShopFiles:
    shop: ShopRow
    stores: tuple[StoreRow, ...]
    products: tuple[ProductRow, ...]
    variants: dict[str, tuple[ProductRow, VariantRow]]  # by the variant's sku
    stock: dict[str, StockRow]  # by the variant's sku
    policies: Policies
    orders: tuple[OrderRow, ...]
    lines: tuple[LineRow, ...]
    refunds: tuple[RefundRow, ...]
    service: Service
    words: dict[str, Words]  # by language


def load(folder: Path) -> ShopFiles:
    """Raises FilesFaulty with every fault found."""
    reader = Reader(folder)
    shop = list(reader.record(ShopRow, "shop.yml", *reader.mapping("shop.yml")))
    stores = _listed(reader, "stores.yml", StoreRow)
    products = _listed(reader, "products.yml", ProductRow)
    policies = _policies(reader)
    stock = [row for line, cells in reader.csv("stock.csv") for row in _stock(reader, line, cells)]
    orders = _table(reader, "orders.csv", OrderRow)
    lines = _table(reader, "order_lines.csv", LineRow)
    refunds = _table(reader, "refunds.csv", RefundRow)
    service, words = read_service(reader), read_words(reader)
    if reader.faults or policies is None or service is None:
        raise FilesFaulty(reader.faults)
    files = ShopFiles(
        shop=shop[0],
        stores=stores,
        products=products,
        variants={variant.sku: (product, variant) for product in products for variant in product.variants},
        stock={row.sku: row for row in stock},
        policies=policies,
        orders=orders,
        lines=lines,
        refunds=refunds,
        service=service,
        words=words,
    )
    _check(reader, files, stock)
    if reader.faults:
        raise FilesFaulty(reader.faults)
    return files


def _listed(reader: Reader, file: str, kind: type[R]) -> tuple[R, ...]:
    rows = reader.yaml(file).get("", [])
    return tuple(record for line, values in rows for record in reader.record(kind, file, line, values))


def _table(reader: Reader, file: str, kind: type[R]) -> tuple[R, ...]:
    return tuple(
        record for line, cells in reader.csv(file) for record in reader.record(kind, file, line, cells)
    )


def _stock(reader: Reader, line: int, cells: dict[str, str]) -> Iterator[StockRow]:
    places = {name: cell for name, cell in cells.items() if name not in {"sku", "restock_in_days"}}
    rest = {name: cell for name, cell in cells.items() if name not in places}
    return reader.record(StockRow, "stock.csv", line, {**rest, "quantities": places})


def _policies(reader: Reader) -> Policies | None:
    file = "policies.yml"
    sections = reader.yaml(file)

    def rules(section: str, kind: type[P]) -> list[P]:
        return rules_of(reader, file, sections.get(section, []), section, kind)

    returns, warranty = rules("returns", ReturnRow), rules("warranty", WarrantyRow)
    refunds, cancellation = rules("refunds", RefundsRow), rules("cancellation", CancellationRow)
    hand_in, complaints = rules("hand_in", HandInRow), rules("complaints", ComplaintsRow)
    shipping, payment = rules("shipping", ShippingRow), rules("payment", PaymentRow)
    if reader.faults:
        return None
    tracking = {name: url for _, values in sections.get("tracking", []) for name, url in values.items()}
    return Policies(
        returns={rule.category: rule for rule in returns},
        warranty={rule.category: rule for rule in warranty},
        refunds=refunds[0],
        cancellation=cancellation[0],
        hand_in={rule.country: rule for rule in hand_in},
        tracking=tracking,
        shipping=tuple(shipping),
        payment={rule.id: rule for rule in payment},
        complaints=complaints[0],
    )


def _check(reader: Reader, files: ShopFiles, stock: Iterable[StockRow]) -> None:
    """What no row shows alone: doubles, and names that lead nowhere."""
    policies = files.policies
    _unique(reader, "stores.yml", ((store.id, store.line) for store in files.stores))
    _unique(reader, "products.yml", ((product.name, product.line) for product in files.products))
    _unique(reader, "products.yml", ((v.sku, p.line) for p in files.products for v in p.variants))
    _unique(reader, "stock.csv", ((row.sku, row.line) for row in stock))
    _unique(reader, "orders.csv", ((order.number, order.line) for order in files.orders))
    for category in CATEGORIES:
        for section, rules in (("returns", policies.returns), ("warranty", policies.warranty)):
            if category not in rules:
                reader.fault("policies.yml", 1, f"no rule for {category} in {section}", "add one")
    places = {ONLINE} | {store.id for store in files.stores}
    for row in stock:
        _known(reader, ("stock.csv", row.line), {row.sku}, files.variants.keys(), "products.yml")
        _known(reader, ("stock.csv", row.line), row.quantities.keys(), places, "stores.yml")
    _check_products(reader, files)
    _check_orders(reader, files)
    numbers = {order.number for order in files.orders}
    for line in files.lines:
        _known(reader, ("order_lines.csv", line.line), {line.order}, numbers, "orders.csv")
        _known(reader, ("order_lines.csv", line.line), {line.sku}, files.variants.keys(), "products.yml")
    for payment in files.service.payments:
        _known(reader, ("payments.csv", payment.line), {payment.order}, numbers, "orders.csv")
    for refund in files.refunds:
        _known(reader, ("refunds.csv", refund.line), {refund.order}, numbers, "orders.csv")


def _check_products(reader: Reader, files: ShopFiles) -> None:
    names = {product.name for product in files.products}
    for product in files.products:
        _known(reader, ("products.yml", product.line), product.goes_with, names, "products.yml")


def _check_orders(reader: Reader, files: ShopFiles) -> None:
    policies = files.policies
    options = {option.id for option in policies.shipping}
    with_lines = {line.order for line in files.lines}
    for order in files.orders:
        _known(reader, ("orders.csv", order.line), {order.shipping_option}, options, "policies.yml")
        _known(reader, ("orders.csv", order.line), {order.payment}, policies.payment.keys(), "policies.yml")
        _known(
            reader,
            ("orders.csv", order.line),
            {order.country},
            policies.hand_in.keys(),
            "policies.yml, hand_in",
        )
        _known(reader, ("orders.csv", order.line), {order.number}, with_lines, "order_lines.csv")


def _unique(reader: Reader, file: str, names: Iterable[tuple[str, int]]) -> None:
    counted = Counter[str]()
    for name, line in names:
        counted[name] += 1
        if counted[name] == 2:
            reader.fault(file, line, f"{name} is there twice", "remove or rename one")


def _known(
    reader: Reader, at: tuple[str, int], names: Iterable[str], known: Iterable[str], where: str
) -> None:
    file, line = at
    for name in set(names) - set(known):
        reader.fault(file, line, f"{name} is not in {where}", "correct the name or add it there")


class LiveFiles:
    """The files as they are now; a faulty change is logged and the last good state kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen = self._state()
        self._files = load(folder)

    def now(self) -> ShopFiles:
        state = self._state()
        if state != self._seen:
            with self._lock:
                self._reload(state)
        return self._files

    def _reload(self, state: tuple[tuple[int, int], ...]) -> None:
        if state == self._seen:
            return  # another thread has done it
        self._seen = state
        try:
            self._files = load(self._folder)
        except FilesFaulty as error:
            log.error("shop_files_faulty_keeping_the_last", faults=[str(fault) for fault in error.faults])

    def _state(self) -> tuple[tuple[int, int], ...]:
        words = sorted((self._folder / FOLDER).glob("*.yml"))
        return tuple(map(_stamp, (*(self._folder / name for name in NAMES), *words)))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116  (twice as fast, on every call)
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
