"""What the log is searched and narrowed by: words as they are compared, filters, and the piece that is shown."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

# Signs that change how a word looks and not which word it is: accents, Urdu's vowels, its stretching, joiners.
MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060]")
# Letters and digits that are typed for one another; one for one, as PostgreSQL's translate() does it.
ALIKE = "ØøŁłĐđıىيكہەةھ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
AS_ONE = "ooLlDdiییکههہه01234567890123456789"
_ALIKE = str.maketrans(ALIKE, AS_ONE)

AROUND = 60  # characters before the first word found


@dataclass(frozen=True, slots=True)
class Filters:
    """Each narrows: `agent` is an id or a name, `outcome` also a verdict or an ending of a hand-over.

    Times are aware; from `since` to before `until`.
    """

    channel: str | None = None
    language: str | None = None
    topic: str | None = None
    outcome: str | None = None
    agent: str | None = None
    since: datetime | None = None
    until: datetime | None = None


ALL = Filters()
NAMES = ("channel", "language", "topic", "outcome", "agent", "since", "until")


def fold(text: str) -> str:
    """As words are compared: without capitals, accents and what else people leave out or mix up."""
    return MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_ALIKE).lower()


def asked(line: str) -> tuple[str, Filters]:
    """The words and the filters of `lost parcel channel:telegram since:2026-11-01`. Raises ValueError for a day."""
    words, found = [], dict[str, str | datetime]()
    for word in line.split():
        name, _, value = word.partition(":")
        if name.lower() in NAMES and value:
            found[name.lower()] = _day(value) if name.lower() in {"since", "until"} else value
        else:
            words.append(word)
    return " ".join(words), Filters(**found)  # type: ignore[arg-type]


def snippet(text: str, words: str, length: int = 200) -> str:
    """The text, or the piece of it around the first of the words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    start = max(0, _place(line, [fold(word) for word in words.split()]) - AROUND)
    start = line.rfind(" ", 0, start) + 1 if start else 0
    piece = line[start : start + length].strip()
    return ("… " if start else "") + piece + (" …" if start + length < len(line) else "")


def _place(line: str, words: Sequence[str]) -> int:
    """Where the first of the words begins; folding may change how long a text is."""
    folded = [fold(sign) for sign in line]
    whole = "".join(folded)
    places = [place for word in words if (place := whole.find(word)) >= 0]
    left = min(places, default=0)
    for place, signs in enumerate(folded):
        if left < len(signs):
            return place
        left -= len(signs)
    return 0


def _day(value: str) -> datetime:
    return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
