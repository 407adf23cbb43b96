"""Changes of the demo shop's orders before they leave, their payments and invoices; each change once."""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta

from actions.demo_shop.files import ShopFiles
from actions.demo_shop.once import claim, finish
from actions.demo_shop.order_rows import read_order
from actions.demo_shop.orders import Orders
from actions.demo_shop.variants import variant_of
from actions.service_values import Invoice, Payment, PaymentState, Swap
from actions.shop import NotAllowed, Order, OrderLine, Proof, Refusal, Status

CASH = "cash_on_delivery"


@dataclass(slots=True)
class Changes:
    """Every method is one transaction and takes the files as they are at that moment."""

    orders: Orders

    def address(self, files: ShopFiles, number: str, proof: Proof, *, address: str, key: str) -> None:
        with self.orders.database.writing() as db:
            order = self.orders.theirs(db, files, number, proof)
            if claim(db, "address", key, order.number) is not None:
                return
            _check(files, order)
            db.execute("INSERT OR REPLACE INTO addresses VALUES (?, ?)", (order.number, address))
            _mark(db, order.number)
            finish(db, "address", key, order.number, 0)

    def swap(self, files: ShopFiles, number: str, proof: Proof, *, sku: str, wanted: str, key: str) -> Swap:
        with self.orders.database.writing() as db:
            order = self.orders.theirs(db, files, number, proof)
            rule = files.service.changes.rule()
            row = claim(db, "swap", key, order.number)
            if row is None:
                _check(files, order)
                line = next((line for line in order.lines if line.sku == sku), None)
                if line is None:
                    raise NotAllowed(Refusal.NOT_IN_ORDER, rule)
                row = self._swap(db, order, line, variant_of(files, line, wanted))
                finish(db, "swap", key, order.number, row)
            now = read_order(db, files, order_row(db, order.number), self.orders.today(files))
            before = next((line for line in order.lines if line.sku == sku), now.lines[row])
            return Swap(order.number, before, now.lines[row], rule)

    @staticmethod
    def _swap(db: sqlite3.Connection, order: Order, line: OrderLine, wanted: OrderLine) -> int:
        """The place of the line in its order."""
        db.execute(
            "UPDATE order_lines SET sku = ?, size = ?, color = ? WHERE order_number = ? AND sku = ?",
            (wanted.sku, wanted.size, wanted.color, order.number, line.sku),
        )
        _mark(db, order.number)
        return order.lines.index(line)

    def payments(self, files: ShopFiles, number: str, proof: Proof) -> tuple[Payment, ...]:
        with self.orders.database.reading() as db:
            order = self.orders.theirs(db, files, number, proof)
        rows = [row for row in files.service.payments if row.order == order.number]
        today = self.orders.today(files)
        if rows:
            return tuple(
                Payment(
                    row.order,
                    row.amount,
                    order.payment_method,
                    row.state,
                    today - timedelta(days=row.days_ago),
                )
                for row in rows
            )
        paid = order.delivered if order.payment_method == CASH else order.placed
        if paid is None:
            return ()
        return (Payment(order.number, order.total, order.payment_method, PaymentState.PAID, paid),)

    def invoice(self, files: ShopFiles, number: str, proof: Proof) -> Invoice:
        with self.orders.database.reading() as db:
            order = self.orders.theirs(db, files, number, proof)
        terms = files.service.invoices
        there = order.status in terms.states
        return Invoice(order.number, terms.link.format(number=order.number) if there else None, terms.rule())


def order_row(db: sqlite3.Connection, number: str) -> sqlite3.Row:
    row: sqlite3.Row = db.execute("SELECT * FROM orders WHERE number = ?", (number,)).fetchone()
    return row


def _check(files: ShopFiles, order: Order) -> None:
    terms = files.service.changes
    if order.status is Status.CANCELLED:
        raise NotAllowed(Refusal.ALREADY_CANCELLED, terms.rule())
    if order.status not in terms.states:
        raise NotAllowed(Refusal.ALREADY_SENT, terms.rule())


def _mark(db: sqlite3.Connection, number: str) -> None:
    db.execute("UPDATE orders SET changed = 1 WHERE number = ?", (number,))
