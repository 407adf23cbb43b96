"""Cuts a text into the pieces that the encoder knows: the likeliest cut, as SentencePiece does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from engine.nlu.e5.weights import Vocabulary

SPACE = "\u2581"  # stands for the space before a word
LONGEST = 64  # pieces of a text; shoppers say what they want before that
REMEMBERED = 20_000  # words
NEVER = -1e30


class Cutter:
    """Words are cut on their own, so a word that was seen before costs nothing."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._pieces = vocabulary.pieces
        self._scores = vocabulary.scores
        self._spellings = vocabulary.spellings
        self._first, self._last = vocabulary.first, vocabulary.last
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - 10.0
        self._longest = max(map(len, vocabulary.pieces))
        self._word = lru_cache(REMEMBERED)(self._cut)

    def __call__(self, text: str) -> list[int]:
        """The pieces' numbers between those for start and end."""
        words = re.findall(r"\S+", text.translate(self._spellings).replace(SPACE, " "))
        pieces = [piece for word in words for piece in self._word(SPACE + word)]
        return [self._first, *pieces[: LONGEST - 2], self._last]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Viterbi's way: the best cut of each beginning of the word, from the shortest on."""
        best = [(0.0, 0, self._unknown)] + [(NEVER, 0, self._unknown)] * len(word)
        for start in range(len(word)):
            so_far = best[start][0]
            for end, piece, score in self._from(word, start):
                if so_far + score > best[end][0]:
                    best[end] = (so_far + score, start, piece)
        pieces, end = [], len(word)
        while end:
            _, end, piece = best[end]
            pieces.append(piece)
        return tuple(reversed(pieces))

    def _from(self, word: str, start: int) -> Iterator[tuple[int, int, float]]:
        for end in range(start + 1, min(len(word), start + self._longest) + 1):
            piece = self._pieces.get(word[start:end])
            if piece is not None:
                yield end, piece, self._scores[piece]
        yield start + 1, self._unknown, self._unknown_score
