"""How well each language fits a text, by the pieces of its words (naive Bayes, each word's say limited)."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
LONGEST = 5  # letters of a piece, the space before or after a word included
SMOOTHING = 0.3
RARE = 3  # pieces seen less often say nothing
OVERLAP = 0.25  # pieces of one word share their letters: together they count about four times
MOST = 5.0  # what one word can say against a language, so that a borrowed word decides nothing

Weights = tuple[float, ...]


@dataclass(frozen=True)
class Profile:
    """For each piece of a word what it says against each language: 0 for the likeliest, else negative."""

    languages: tuple[str, ...]
    pieces: Mapping[str, Weights]

    def score(self, text: str) -> dict[str, float]:
        """The fit of each language, 0 at best; all 0 for a text without words."""
        of_words = [self._word(word) for word in telling(text)]
        return {
            language: sum(weights[place] for weights in of_words)
            for place, language in enumerate(self.languages)
        }

    @functools.cached_property
    def _word(self) -> functools._lru_cache_wrapper[Weights]:
        return functools.lru_cache(20_000)(self._weigh)

    def _weigh(self, word: str) -> Weights:
        known = [self.pieces[piece] for piece in _pieces(word) if piece in self.pieces]
        if not known:
            return (0.0,) * len(self.languages)
        totals = [OVERLAP * sum(column) for column in zip(*known, strict=True)]
        best = max(totals)
        return tuple(max(total - best, -MOST) for total in totals)


def words(text: str) -> list[str]:
    """In lower case, without addresses and numbers."""
    return WORD.findall(NOT_WORDS.sub(" ", text).lower())


def telling(text: str) -> list[str]:
    """Those that are no names: people, streets and our own products speak any language."""
    found = WORD.findall(NOT_WORDS.sub(" ", text))
    return [word.lower() for place, word in enumerate(found) if place == 0 or not _is_name(word)]


def _is_name(word: str) -> bool:
    return word[0].isupper() and word[1:].islower()


def learn(texts: Mapping[str, Iterable[str]]) -> Profile:
    """From what is written in each language."""
    languages = tuple(sorted(texts))
    counts = [_count(texts[language]) for language in languages]
    sizes = [sum(count.values()) for count in counts]
    seen: Counter[str] = Counter()
    for count in counts:
        seen.update(count)
    pieces = {}
    for piece, often in seen.items():
        if often >= RARE:
            logs = [
                math.log((count[piece] + SMOOTHING) / (size + SMOOTHING * len(seen)))
                for count, size in zip(counts, sizes, strict=True)
            ]
            best = max(logs)
            pieces[piece] = tuple(round(value - best, 3) for value in logs)
    return Profile(languages, pieces)


def _count(texts: Iterable[str]) -> Counter[str]:
    pieces: Counter[str] = Counter()
    for word, often in Counter(word for text in texts for word in words(text)).items():
        for piece in _pieces(word):
            pieces[piece] += often
    return pieces


def _pieces(word: str) -> Iterator[str]:
    """Up to five letters each, and the whole word."""
    yield f"={word}"
    padded = f" {word} "
    for length in range(1, LONGEST + 1):
        for start in range(len(padded) - length + 1):
            piece = padded[start : start + length]
            if piece != " ":
                yield piece
