"""Makes the shop's values of the demo database's rows."""

import sqlite3
from dataclasses import replace
from datetime import date
from decimal import Decimal

from actions.demo_shop.files import Policies, ShopFiles
from actions.demo_shop.photos import photos_of
from actions.demo_shop.policy import working_days_after
from actions.shop import Order, OrderLine, Refund, RefundState, Return, Rule, Status

RETURN_NUMBERS_FROM = 1000
ON_THE_WAY = {Status.PLACED, Status.PACKED, Status.SHIPPED}


def read_order(db: sqlite3.Connection, files: ShopFiles, row: sqlite3.Row, today: date) -> Order:
    number = row["number"]
    found = db.execute("SELECT * FROM order_lines WHERE order_number = ? ORDER BY rowid", (number,))
    lines = tuple(map(_line, found))
    owed = "SELECT id FROM refunds WHERE order_number = ? AND CAST(amount AS REAL) > 0 ORDER BY id"
    refunds = db.execute(owed, (number,)).fetchall()  # an exchange owes nothing
    shipping = Decimal(row["shipping"])
    expected, status = _day(row["expected"]), Status(row["status"])
    url = files.policies.tracking.get(row["carrier"] or "") if row["tracking"] else None
    return Order(
        number=number,
        status=status,
        country=row["country"],
        placed=date.fromisoformat(row["placed"]),
        lines=lines,
        total=sum((line.price * line.quantity for line in lines), shipping),
        shipping=shipping,
        payment_method=row["payment"],
        carrier=row["carrier"],
        tracking=row["tracking"],
        tracking_url=url.format(number=row["tracking"]) if url else None,
        expected=expected,
        delivered=_day(row["delivered"]),
        cancelled=_day(row["cancelled"]),
        address=_address(db, files, row),
        late=status in ON_THE_WAY and expected is not None and expected < today,
        refunds=tuple(read_refund(db, files, refund["id"]) for refund in refunds),
        photos=photos_of(db, number),
    )


def _address(db: sqlite3.Connection, files: ShopFiles, row: sqlite3.Row) -> str | None:
    """The one given for this order in the chat, else the customer's."""
    query = "SELECT address FROM addresses WHERE order_number = ?"
    changed = db.execute(query, (row["number"],)).fetchone()
    if changed:
        return str(changed["address"])
    customer = files.service.customers.get(row["email"].casefold())
    return customer.address if customer else None


def _line(row: sqlite3.Row) -> OrderLine:
    return OrderLine(
        sku=row["sku"],
        product=row["product"],
        category=row["category"],
        size=row["size"],
        color=row["color"],
        quantity=row["quantity"],
        price=Decimal(row["price"]),
        status=Status(row["status"]),
    )


def read_refund(db: sqlite3.Connection, files: ShopFiles, refund: int | None) -> Refund:
    row = db.execute("SELECT * FROM refunds WHERE id = ?", (refund,)).fetchone()
    received, paid = _day(row["received"]), _day(row["paid"])
    state = RefundState.PAID if paid else RefundState.IN_PROGRESS if received else RefundState.AWAITING_PARCEL
    skus = row["skus"].split()
    names = db.execute("SELECT sku, product FROM order_lines WHERE order_number = ?", (row["order_number"],))
    return Refund(
        order=row["order_number"],
        amount=Decimal(row["amount"]),
        method=row["method"],
        state=state,
        items=tuple(name["product"] for name in names if name["sku"] in skus),
        due=working_days_after(received, files.policies.refunds.days) if received else None,
        paid=paid,
        rule=_rule(files.policies, row["rule"]),
    )


def read_return(db: sqlite3.Connection, files: ShopFiles, return_id: int | None) -> Return:
    row = db.execute("SELECT * FROM returns WHERE id = ?", (return_id,)).fetchone()
    refund = read_refund(db, files, row["refund"])
    order = db.execute("SELECT country FROM orders WHERE number = ?", (refund.order,)).fetchone()
    hand_in = files.policies.hand_in.get(order["country"])
    return Return(
        number=f"R-{RETURN_NUMBERS_FROM + row['id']}",
        order=refund.order,
        items=refund.items,
        label=row["label"],
        drop_off=hand_in.rule().text if hand_in else "",
        deadline=date.fromisoformat(row["deadline"]),
        refund=refund,
        cost=Decimal(row["cost"]),
        rule=_rule(files.policies, row["rule"]),
        exchange=_exchange(db, files, row, refund.order),
    )


def _exchange(db: sqlite3.Connection, files: ShopFiles, row: sqlite3.Row, number: str) -> OrderLine | None:
    """The line that came back, with the variant that is sent instead."""
    wanted = db.execute("SELECT sku FROM exchanges WHERE return_id = ?", (row["id"],)).fetchone()
    if wanted is None:
        return None
    refund = db.execute("SELECT skus FROM refunds WHERE id = ?", (row["refund"],)).fetchone()
    query = "SELECT * FROM order_lines WHERE order_number = ? AND sku = ?"
    line = _line(db.execute(query, (number, refund["skus"])).fetchone())
    _, variant = files.variants.get(wanted["sku"], (None, None))
    return replace(line, sku=variant.sku, size=variant.size, color=variant.color) if variant else line


def _rule(policies: Policies, rule_id: str) -> Rule:
    """The rule as it reads now; one that was taken out since is still named."""
    rules = (policies.refunds, policies.cancellation, *policies.returns.values(), *policies.warranty.values())
    found = next((rule for rule in rules if rule.id == rule_id), None)
    return found.rule() if found else Rule(rule_id, "", "policies.yml")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
