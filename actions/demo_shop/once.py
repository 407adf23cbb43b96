"""Things a customer has done are done once: one row each, claimed before and finished after the deed."""

import sqlite3


def claim(db: sqlite3.Connection, errand: str, key: str, subject: str) -> int | None:
    """None when this is the first time, else the id of what was done then."""
    done = db.execute(
        "INSERT INTO done (errand, key, subject) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (errand, key, subject),
    )
    if done.rowcount:
        return None
    query = "SELECT result FROM done WHERE errand = ? AND key = ? AND subject = ?"
    return int(db.execute(query, (errand, key, subject)).fetchone()["result"])


def finish(db: sqlite3.Connection, errand: str, key: str, subject: str, result: int | None) -> None:
    db.execute(
        "UPDATE done SET result = ? WHERE errand = ? AND key = ? AND subject = ?",
        (result, errand, key, subject),
    )
