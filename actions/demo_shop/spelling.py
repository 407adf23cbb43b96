"""How words are compared: without case, accents, script variants and small typing errors."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

# Letters that do not decompose, and the Arabic forms that Urdu keyboards mix up.
_SAME = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "ي": "ی", "ك": "ک", "ه": "ہ"})
CLOSE = 0.8  # of difflib's ratio; one wrong letter in five
SHORTEST_TYPO = 4  # letters; shorter words are too alike


def plain(text: str) -> str:
    """Lower case, no accents, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.translate(_SAME).replace("'", "").replace("’", "")))


def stem(word: str) -> str:
    """Singular and plural alike."""
    if word.endswith("es") and len(word) > 4 and word[-3] in "sxh":
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def stems(text: str) -> list[str]:
    return [stem(word) for word in plain(text).split()]


def closest(word: str, known: Iterable[str]) -> dict[str, float]:
    """The known words that may be meant, with how alike they are (1 is equal)."""
    known = set(known)
    if word in known:
        return {word: 1.0}
    if len(word) < SHORTEST_TYPO or word.isdigit():
        return {}
    alike = difflib.get_close_matches(word, known, n=3, cutoff=CLOSE)
    return {other: difflib.SequenceMatcher(None, word, other).ratio() for other in alike}
