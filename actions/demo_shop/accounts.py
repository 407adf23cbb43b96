"""The demo shop's accounts: shown after proof, and wishes that the shop answers by mail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.demo_shop import proof as proofs
from actions.demo_shop.database import Database
from actions.demo_shop.files import ShopFiles
from actions.demo_shop.once import claim, finish
from actions.service_values import Account, Owner, Wish

NUMBERS_FROM = 1000
SAME = timedelta(minutes=15)  # the same wish again within this time is one wish, and one mail


@dataclass(slots=True)
class Accounts:
    database: Database
    clock: Callable[[], datetime]  # aware, UTC
    guesses: proofs.Guesses = field(default_factory=proofs.Guesses)

    def find(self, files: ShopFiles, owner: Owner) -> Account | None:
        row = files.service.customers.get(proofs.email(owner.email))
        if row is None or self.guesses.exhausted(row.email):
            return None
        if not proofs.fits(owner.proof, row.email, row.postcode):
            self.guesses.wrong(row.email)
            return None
        return Account(row.points, row.credit)

    def wish(self, wish: Wish, email: str, key: str) -> str:
        email, now = proofs.email(email), self.clock()
        with self.database.writing() as db:
            row_id = claim(db, wish, key, email)
            if row_id is None:
                known = db.execute(
                    "SELECT id FROM wishes WHERE wish = ? AND email = ? AND at > ? ORDER BY id DESC",
                    (wish, email, (now - SAME).isoformat()),
                ).fetchone()
                row_id = known["id"] if known else None
            if row_id is None:
                done = db.execute(
                    "INSERT INTO wishes (wish, email, at) VALUES (?, ?, ?)", (wish, email, now.isoformat())
                )
                row_id = done.lastrowid
            finish(db, wish, key, email, row_id)
        return f"W-{NUMBERS_FROM + (row_id or 0)}"
