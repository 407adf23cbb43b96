"""Keeps what is written from left to right whole within right-to-left sentences, and the other way round."""

from __future__ import annotations

import re
import unicodedata

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
LEFT_ISOLATE, RIGHT_ISOLATE, END = "\u2066", "\u2067", "\u2069"
RIGHT_MARK = "\u200f"
MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")

LATIN = r"A-Za-z0-9\u00c0-\u024f"
# A number with its sign or currency, a price, a time, a code, a name of several words: no ", " and no ". " inside.
LEFT_RUN = re.compile(
    rf"[+#-]?[€$£]?[{LATIN}](?:(?:[{LATIN}]|[-+–_/@&'’:.,=?#%~()](?=[^\s)]|$)|[ \u00a0\u202f](?=[+€$£]?[{LATIN}]))*"
    rf"[{LATIN}%€$£/])?[%€$£]?(?:[ \u00a0\u202f][€$£])?"
)
RIGHT_RUN = re.compile(r"[\u0590-\u08ff](?:[\u0590-\u08ff\u200c\u200d]|[ ](?=[\u0590-\u08ff]))*")
DIGITS = re.compile(r"[0-9]+")


def directed(text: str, language: str) -> str:
    """The text with isolates and marks, which show nothing themselves. What has some already is left alone."""
    if MARKS.search(text):
        return text
    if language in RIGHT_TO_LEFT:
        return "\n".join(map(_right_to_left, text.split("\n")))
    return RIGHT_RUN.sub(lambda run: f"{RIGHT_ISOLATE}{run[0]}{END}", text)


def _right_to_left(line: str) -> str:
    whole = LEFT_RUN.sub(
        lambda run: run[0] if DIGITS.fullmatch(run[0]) else f"{LEFT_ISOLATE}{run[0]}{END}", line
    )
    # Readers take the direction of a line from its first letter.
    return RIGHT_MARK + whole if _first_letter(line) == "L" else whole


def _first_letter(line: str) -> str | None:
    kinds = (unicodedata.bidirectional(char) for char in line)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), None)
