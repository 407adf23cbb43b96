"""Word and character n-grams of a text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

MANY = 2_000  # examples: from here on, what only one of them has says nothing about the next text
COMMONEST = 40_000  # character n-grams


def words(longest: int, examples: int) -> TfidfVectorizer:
    """Words carry the meaning."""
    return TfidfVectorizer(
        ngram_range=(1, longest),
        sublinear_tf=True,
        token_pattern=r"\S+",  # noqa: S106 - not a password
        min_df=2 if examples > MANY else 1,
        dtype=np.float32,
    )


def characters(longest: int, examples: int) -> TfidfVectorizer:
    """Characters survive spelling mistakes and inflection."""
    return TfidfVectorizer(
        ngram_range=(2, longest),
        sublinear_tf=True,
        analyzer="char_wb",
        min_df=3 if examples > MANY else 1,
        max_features=COMMONEST,
        dtype=np.float32,
    )


class Counted:
    """What a fitted TfidfVectorizer does, for one text and without its checks, which cost more than the counting."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._grams: Callable[[str], Iterable[str]] = vectorizer.build_analyzer()
        self._places: dict[str, int] = vectorizer.vocabulary_
        self._rarity = vectorizer.idf_
        self.size = len(self._places)

    def weigh(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The places of the known n-grams and their weights, of length one together."""
        counts = Counter(self._places[gram] for gram in self._grams(text) if gram in self._places)
        places = np.fromiter(counts.keys(), dtype=np.intp, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1.0 + np.log(often)) * self._rarity[places]
        return places, weights / (np.linalg.norm(weights) or 1.0)


def fit(vectorizers: Iterable[TfidfVectorizer], texts: list[str]) -> csr_matrix:
    """Fits the vectorizers; a row for each text."""
    rows = [vectorizer.fit_transform(texts) for vectorizer in vectorizers]
    for vectorizer in vectorizers:
        vectorizer.stop_words_ = None  # the rare ones: kept for curious readers only, and large
    return csr_matrix(hstack(rows))


def plain(text: str) -> str:
    """Lower case, one spelling for each letter, numbers alike, at most two equal letters in a row."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"\S+@\S+", " emailaddress ", text)
    text = re.sub(r"\d", "0", text)
    text = re.sub(r"(\D)\1{2,}", r"\1\1", text)
    text = re.sub(r"[’`´]", "'", text)
    return re.sub(r"([^\w\s'])", r" \1 ", text)
