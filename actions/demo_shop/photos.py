"""Photos that belong to a return: what they are called and where the chat keeps them; each once."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from actions.demo_shop.database import Database
from actions.shop import Photo, ReturnNotFound


@dataclass(slots=True)
class Photos:
    database: Database
    clock: Callable[[], datetime]  # aware, UTC

    def add(self, label: str, photos: tuple[Photo, ...], note: str, key: str) -> None:
        """`key`: the customer's message."""
        now = self.clock().isoformat()
        with self.database.writing() as db:
            found = db.execute("SELECT id FROM returns WHERE label = ?", (label,)).fetchone()
            if found is None:
                raise ReturnNotFound(label)
            db.executemany(
                "INSERT INTO return_photos VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(found["id"], photo.key, photo.name, note, key, now) for photo in photos],
            )


def photos_of(db: sqlite3.Connection, number: str) -> tuple[str, ...]:
    """The names of all that was sent for an order's returns, oldest first."""
    rows = db.execute(
        "SELECT name FROM return_photos JOIN returns ON returns.id = return_photos.return_id"
        " JOIN refunds ON refunds.id = returns.refund WHERE refunds.order_number = ? ORDER BY at, file",
        (number,),
    )
    return tuple(row["name"] for row in rows)
