"""The demo shop's SQLite file: its tables, filled from the readable files, and safe transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

from actions.demo_shop.files import ShopFiles
from actions.demo_shop.records import LineRow, OrderRow, RefundRow
from actions.shop import ShopUnavailable

TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    number TEXT PRIMARY KEY, email TEXT NOT NULL, postcode TEXT NOT NULL, country TEXT NOT NULL,
    status TEXT NOT NULL, placed TEXT NOT NULL, shipping TEXT NOT NULL, payment TEXT NOT NULL,
    carrier TEXT, tracking TEXT, expected TEXT, delivered TEXT, cancelled TEXT,
    changed INTEGER NOT NULL DEFAULT 0  -- by a customer: not filled from the files again
);
CREATE TABLE IF NOT EXISTS order_lines (
    order_number TEXT NOT NULL REFERENCES orders ON DELETE CASCADE, sku TEXT NOT NULL,
    quantity INTEGER NOT NULL, price TEXT NOT NULL, status TEXT NOT NULL,
    product TEXT NOT NULL, category TEXT NOT NULL, kind TEXT NOT NULL, size TEXT, color TEXT
);
CREATE INDEX IF NOT EXISTS order_lines_of_order ON order_lines (order_number);
CREATE TABLE IF NOT EXISTS refunds (
    id INTEGER PRIMARY KEY AUTOINCREMENT, order_number TEXT NOT NULL REFERENCES orders ON DELETE CASCADE,
    skus TEXT NOT NULL, amount TEXT NOT NULL, method TEXT NOT NULL, rule TEXT NOT NULL,
    received TEXT, paid TEXT
);
CREATE INDEX IF NOT EXISTS refunds_of_order ON refunds (order_number);
CREATE TABLE IF NOT EXISTS returns (
    id INTEGER PRIMARY KEY AUTOINCREMENT, refund INTEGER NOT NULL REFERENCES refunds,
    reason TEXT NOT NULL, label TEXT NOT NULL, started TEXT NOT NULL, deadline TEXT NOT NULL,
    cost TEXT NOT NULL, rule TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS complaints (
    id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL, topic TEXT NOT NULL, order_number TEXT,
    at TEXT NOT NULL, answer_by TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS addresses (order_number TEXT PRIMARY KEY, address TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS exchanges (return_id INTEGER PRIMARY KEY, sku TEXT NOT NULL);
-- What customers sent to show why; the bytes are in the log of the chat, under `file`.
CREATE TABLE IF NOT EXISTS return_photos (
    return_id INTEGER NOT NULL REFERENCES returns, file TEXT NOT NULL, name TEXT NOT NULL, note TEXT NOT NULL,
    message TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (return_id, file)
);
-- Wishes that the shop answers by mail: a link for a new password, the end of an account, the newsletter.
CREATE TABLE IF NOT EXISTS wishes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, wish TEXT NOT NULL, email TEXT NOT NULL, at TEXT NOT NULL
);
-- One row for each thing a customer had done; the primary key makes doing it twice impossible.
CREATE TABLE IF NOT EXISTS done (
    errand TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, result INTEGER,
    PRIMARY KEY (errand, key, subject)
) WITHOUT ROWID;
"""


class Database:
    """Opens a connection for each piece of work, so that threads share nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def create(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self.reading() as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(TABLES)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection outside any transaction; database errors become ShopUnavailable."""
        try:
            with closing(sqlite3.connect(self._path, timeout=3.0, isolation_level=None)) as db:
                db.row_factory = sqlite3.Row
                db.execute("PRAGMA foreign_keys = ON")
                db.execute("PRAGMA synchronous = FULL")  # what was confirmed survives a power cut
                yield db
        except sqlite3.Error as error:
            raise ShopUnavailable(str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, on any exception, nothing."""
        with self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def fill(self, files: ShopFiles, today: date) -> None:
        """Put in the files' orders, dated from `today`; what customers changed stays as it is."""
        with self.writing() as db:
            db.execute("DELETE FROM orders WHERE changed = 0")  # lines and refunds go with them
            kept = {row["number"] for row in db.execute("SELECT number FROM orders")}
            orders = {order.number: order for order in files.orders if order.number not in kept}
            marks = ", ".join("?" * 13)
            db.executemany(
                f"INSERT INTO orders VALUES ({marks}, 0)",  # noqa: S608  (question marks only)
                [_order(order, today) for order in orders.values()],
            )
            db.executemany(
                "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_line(line, orders[line.order], files) for line in files.lines if line.order in orders],
            )
            db.executemany(
                "INSERT INTO refunds (order_number, skus, amount, method, rule, received, paid)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [_refund(refund, today) for refund in files.refunds if refund.order in orders],
            )


def _order(row: OrderRow, today: date) -> tuple[str | None, ...]:
    expected = None if row.expected_in_days is None else _ago(today, -row.expected_in_days)
    return (
        row.number, row.email, row.postcode, row.country, row.status, _ago(today, row.placed_days_ago),
        str(row.shipping_cost), row.payment, row.carrier, row.tracking, expected,
        _ago(today, row.delivered_days_ago), _ago(today, row.cancelled_days_ago),
    )  # fmt: skip


def _line(row: LineRow, order: OrderRow, files: ShopFiles) -> tuple[str | int | None, ...]:
    product, variant = files.variants[row.sku]
    return (
        row.order, row.sku, row.quantity, str(row.price), row.status or order.status,
        product.name, product.category, product.kind, variant.size, variant.color,
    )  # fmt: skip


def _refund(row: RefundRow, today: date) -> tuple[str | None, ...]:
    return (
        row.order, " ".join(row.skus), str(row.amount), row.method, row.rule,
        _ago(today, row.received_days_ago), _ago(today, row.paid_days_ago),
    )  # fmt: skip


def _ago(today: date, days: int | None) -> str | None:
    return None if days is None else (today - timedelta(days=days)).isoformat()
