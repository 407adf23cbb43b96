"""Finds the shop's own names (towns, products, colours) as customers write them: bent, misspelt, in any script."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from engine.nlu.entities.found import Found

TOKEN = re.compile(r"[^\W_]+")
FEWEST_LEFT = 6  # letters that forms of a word must share; shorter words are listed in their forms
# Letters that keyboards and spellings confuse: Arabic and Urdu forms of the same, the zero-width joiners.
SAME = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "أ": "ا", "إ": "ا", "ۂ": "ہ"}
)
LATIN = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ı": "i"})
# Consonants that change places as Finnish words are bent (kenkä, kengät; mekko, mekot), and doubles that get lost.
SOFT = str.maketrans("dgb", "tkp")
DOUBLE = re.compile(r"(.)\1+")
ENDING = re.compile(r"(?:sta|lta|sa|la|le|ksi|na|ta|hin|ene|ane|ens|et|er|ar|en|in|an|es|s|t|n)$")
LAST_VOWELS = re.compile(r"[aeiouy]+$")
URDU_ENDING = re.compile(r"(?:وں|یں|یاں|[اےیہوں])$")

Keys = tuple[str, ...]


class Names:
    """Known names with what they stand for. The longest name counts; an exact one before a bent or misspelt one."""

    def __init__(
        self,
        entity: str,
        spellings: Mapping[str, str],
        *,
        bent: Callable[[str], str] = str,
        misspelt: Iterable[str] = (),
        shortest: int = 6,
        common: Collection[str] = (),
    ) -> None:
        """`bent`: what the forms of a word share; `misspelt`: names that may be, if not shorter;
        `common`: words that are no slips."""
        self._entity = entity
        self._bent = bent
        self._common = common
        self._shortest = shortest
        self._exact = {_keys(name): value for name, value in spellings.items()}
        self._exact.pop((), None)
        self._roots = {self._root(keys): value for keys, value in reversed(self._exact.items())}
        self._longest = max(map(len, self._exact), default=0)
        self._near = dict(_near(misspelt, shortest))

    def find(self, text: str) -> Iterator[Found]:
        """In the order of the text, none overlapping."""
        tokens = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
        keys = [normal(text[start:end]) for start, end in tokens]
        place = 0
        while place < len(keys):
            length, value = self._longest_at(keys, place)
            if value is not None:
                yield Found(self._entity, value, tokens[place][0], tokens[place + length - 1][1])
            place += length

    def _longest_at(self, keys: list[str], place: int) -> tuple[int, str | None]:
        for length in range(min(self._longest, len(keys) - place), 0, -1):
            name = tuple(keys[place : place + length])
            value = self._exact.get(name) or self._roots.get(self._root(name))
            if value is not None:
                return length, value
        return 1, self._misspelt(keys[place])

    def _misspelt(self, word: str) -> str | None:
        """One letter missing, added or another, or two swapped; never the first."""
        if len(word) < self._shortest - 1 or word in self._common:
            return None
        for shorter in (word, *_shorter(word)):
            meant = self._near.get(shorter)
            if meant and abs(len(meant) - len(word)) <= 1 and (meant,) in self._exact:
                return self._exact[(meant,)]
        return None

    def _root(self, keys: Keys) -> Keys:
        return tuple(map(self._bent, keys))


@functools.lru_cache(50_000)
def normal(word: str) -> str:
    """One spelling of each letter, in lower case, without accents on Latin letters."""
    folded = unicodedata.normalize("NFKD", word.casefold().translate(SAME)).translate(LATIN)
    return "".join(char for char in folded if not unicodedata.combining(char))


@functools.lru_cache(50_000)
def root(word: str) -> str:
    """The same for the forms of a word in our languages; short words are left alone."""
    if not word.isalpha():
        return word
    if not word.isascii():
        return _cut(URDU_ENDING, word, FEWEST_LEFT - 2)
    soft = DOUBLE.sub(r"\1", word.translate(SOFT))
    left = _cut(LAST_VOWELS, _cut(ENDING, soft, FEWEST_LEFT), FEWEST_LEFT)
    return left if len(left) >= FEWEST_LEFT else word


def _cut(ending: re.Pattern[str], word: str, fewest: int) -> str:
    left = ending.sub("", word)
    return left if len(left) >= fewest else word


def _keys(name: str) -> Keys:
    return tuple(normal(token) for token in TOKEN.findall(name))


def _near(names: Iterable[str], shortest: int) -> Iterator[tuple[str, str]]:
    for word in map(normal, names):
        if len(word) >= shortest and word.isalpha():
            for shorter in (word, *_shorter(word)):
                yield shorter, word


def _shorter(word: str) -> Iterator[str]:
    """Without one letter that is not the first."""
    return (word[:place] + word[place + 1 :] for place in range(1, len(word)))
