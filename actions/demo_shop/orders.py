"""The demo shop's orders: found by number and proof, cancelled, returned and complained about, each once."""

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from actions.demo_shop import proof as proofs
from actions.demo_shop.database import Database
from actions.demo_shop.files import ShopFiles
from actions.demo_shop.once import claim, finish
from actions.demo_shop.order_rows import read_order, read_refund, read_return
from actions.demo_shop.policy import check_cancel, return_terms, returnable
from actions.demo_shop.variants import variant_of
from actions.shop import (
    Cancellation,
    Complaint,
    Order,
    OrderNotFound,
    Proof,
    Refund,
    Return,
    Returnable,
    ReturnReason,
    Status,
)

COMPLAINT_NUMBERS_FROM = 1000


@dataclass(slots=True)
class Orders:
    """Every method is one transaction and takes the files as they are at that moment."""

    database: Database
    clock: Callable[[], datetime]  # aware, UTC
    guesses: proofs.Guesses = field(default_factory=proofs.Guesses)

    def find(self, files: ShopFiles, number: str, proof: Proof) -> Order | None:
        with self.database.reading() as db:
            try:
                return self.theirs(db, files, number, proof)
            except OrderNotFound:
                return None

    def cancel(self, files: ShopFiles, number: str, proof: Proof, key: str) -> Cancellation:
        with self.database.writing() as db:
            order = self.theirs(db, files, number, proof)
            first = claim(db, "cancel", key, order.number)
            if first is not None:
                return Cancellation(
                    order.number, read_refund(db, files, first), files.policies.cancellation.rule()
                )
            rule = check_cancel(order.status, files.policies)
            today = self.today(files)
            db.execute(
                "UPDATE orders SET status = ?, cancelled = ?, changed = 1 WHERE number = ?",
                (Status.CANCELLED, today.isoformat(), order.number),
            )
            db.execute(
                "UPDATE order_lines SET status = ? WHERE order_number = ?", (Status.CANCELLED, order.number)
            )
            amount = max(order.total - files.policies.cancellation.fee, Decimal(0))
            skus = tuple(line.sku for line in order.lines)
            refund = _owe(db, files, order, skus, amount, rule=rule.id, received=today)
            finish(db, "cancel", key, order.number, refund)
            return Cancellation(order.number, read_refund(db, files, refund), rule)

    def returnable(
        self, files: ShopFiles, number: str, proof: Proof, reason: ReturnReason
    ) -> tuple[Returnable, ...]:
        with self.database.reading() as db:
            return self._offers(db, files, self.theirs(db, files, number, proof), reason)

    def start_return(
        self,
        files: ShopFiles,
        number: str,
        proof: Proof,
        *,
        skus: tuple[str, ...],
        reason: ReturnReason,
        key: str,
        wanted: str | None = None,
    ) -> Return:
        with self.database.writing() as db:
            order = self.theirs(db, files, number, proof)
            first = claim(db, "return", key, order.number)
            if first is not None:
                return read_return(db, files, first)
            terms = return_terms(self._offers(db, files, order, reason), skus, reason, files.policies)
            chosen = tuple(line.sku for line in terms.lines)
            _send_back(db, order.number, chosen)
            if wanted:  # an exchange: the other variant is sent, no money
                variant_of(files, terms.lines[0], wanted)
            amount = Decimal(0) if wanted else terms.amount
            refund = _owe(db, files, order, chosen, amount, rule=files.policies.refunds.id, received=None)
            today = self.today(files)
            deadline = today + timedelta(days=files.policies.hand_in[order.country].days)
            done = db.execute(
                "INSERT INTO returns (refund, reason, label, started, deadline, cost, rule)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (refund, reason, f"VR-{secrets.token_hex(4).upper()}", today.isoformat(), deadline.isoformat(),
                 "0" if wanted else str(terms.cost), terms.rule.id),
            )  # fmt: skip
            if wanted:
                db.execute("INSERT INTO exchanges VALUES (?, ?)", (done.lastrowid, wanted))
            finish(db, "return", key, order.number, done.lastrowid)
            return read_return(db, files, done.lastrowid)

    def refunds(self, files: ShopFiles, number: str, proof: Proof) -> tuple[Refund, ...]:
        with self.database.reading() as db:
            return self.theirs(db, files, number, proof).refunds

    def complain(self, files: ShopFiles, text: str, topic: str, key: str, order: str | None) -> Complaint:
        number = proofs.order_number(order) if order else None
        with self.database.writing() as db:
            row_id = claim(db, "complaint", key, number or "")
            if row_id is None:
                now = self.clock()
                answer_by = now + timedelta(hours=files.policies.complaints.answer_hours)
                done = db.execute(
                    "INSERT INTO complaints (text, topic, order_number, at, answer_by) VALUES (?, ?, ?, ?, ?)",
                    (text, topic, number, now.isoformat(), answer_by.isoformat()),
                )
                row_id = done.lastrowid
                finish(db, "complaint", key, number or "", row_id)
            row = db.execute("SELECT * FROM complaints WHERE id = ?", (row_id,)).fetchone()
            answer_by = datetime.fromisoformat(row["answer_by"]).astimezone(UTC)
            return Complaint(f"C-{COMPLAINT_NUMBERS_FROM + row['id']}", answer_by)

    def theirs(self, db: sqlite3.Connection, files: ShopFiles, number: str, proof: Proof) -> Order:
        number = proofs.order_number(number)
        row = db.execute("SELECT * FROM orders WHERE number = ?", (number,)).fetchone()
        if row is None or self.guesses.exhausted(number):
            raise OrderNotFound
        if not proofs.fits(proof, row["email"], row["postcode"]):
            self.guesses.wrong(number)
            raise OrderNotFound
        return read_order(db, files, row, self.today(files))

    def _offers(
        self, db: sqlite3.Connection, files: ShopFiles, order: Order, reason: ReturnReason
    ) -> tuple[Returnable, ...]:
        rows = db.execute("SELECT sku, kind FROM order_lines WHERE order_number = ?", (order.number,))
        kinds = {row["sku"]: row["kind"] for row in rows}
        today = self.today(files)
        return tuple(
            returnable(order, line, kinds[line.sku], reason, policies=files.policies, today=today)
            for line in order.lines
        )

    def today(self, files: ShopFiles) -> date:
        return self.clock().astimezone(ZoneInfo(files.shop.timezone)).date()


def _send_back(db: sqlite3.Connection, number: str, skus: tuple[str, ...]) -> None:
    """Mark the lines, and the order when nothing of it stays."""
    db.executemany(
        "UPDATE order_lines SET status = ? WHERE order_number = ? AND sku = ?",
        [(Status.RETURNING, number, sku) for sku in skus],
    )
    db.execute("UPDATE orders SET changed = 1 WHERE number = ?", (number,))
    db.execute(
        "UPDATE orders SET status = ? WHERE number = ? AND NOT EXISTS"
        " (SELECT 1 FROM order_lines WHERE order_number = ? AND status = ?)",
        (Status.RETURNING, number, number, Status.DELIVERED),
    )


def _owe(
    db: sqlite3.Connection,
    files: ShopFiles,
    order: Order,
    skus: tuple[str, ...],
    amount: Decimal,
    *,
    rule: str,
    received: date | None,
) -> int | None:
    """A refund by the way the customer paid, or the one the policy names instead."""
    paid_by = files.policies.payment.get(order.payment_method)
    method = (paid_by.refund_to if paid_by else None) or order.payment_method
    done = db.execute(
        "INSERT INTO refunds (order_number, skus, amount, method, rule, received) VALUES (?, ?, ?, ?, ?, ?)",
        (order.number, " ".join(skus), str(amount), method, rule, received and received.isoformat()),
    )
    return done.lastrowid
