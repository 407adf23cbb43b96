"""Which of Telegram's messages a line became, as written in its receipt.

One mark for each part: "12" is a text, "f13" a file, "?" a part that may not have arrived, "-" one taken away.
"""

from collections.abc import Sequence

UNSURE = "?"
GONE = "-"
FILE = "f"


def read(receipt: str | None) -> list[str]:
    return receipt.split(",") if receipt else []


def write(marks: Sequence[str]) -> str | None:
    return ",".join(marks) or None


def texts(marks: Sequence[str]) -> list[int]:
    return [int(mark) for mark in marks if mark.isdigit()]


def messages(marks: Sequence[str]) -> list[int]:
    """Every message that is known to stand there."""
    return [int(mark.removeprefix(FILE)) for mark in marks if mark not in (UNSURE, GONE)]
