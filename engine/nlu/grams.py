"""Word and character n-grams of a text, and how well each intent fits them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression


def words(longest: int) -> TfidfVectorizer:
    """Words carry the meaning."""
    return TfidfVectorizer(ngram_range=(1, longest), sublinear_tf=True, token_pattern=r"\S+")  # noqa: S106


def characters(longest: int) -> TfidfVectorizer:
    """Characters survive spelling mistakes and inflection."""
    return TfidfVectorizer(ngram_range=(2, longest), sublinear_tf=True, analyzer="char_wb", min_df=2)


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
        often = np.fromiter(counts.values(), dtype=float, count=len(counts))
        weights = (1.0 + np.log(often)) * self._rarity[places]
        return places, weights / (np.linalg.norm(weights) or 1.0)


class Scorer:
    """One text's probability for each intent: the trained regression as a product over few rows."""

    def __init__(self, vectorizers: Iterable[TfidfVectorizer], model: LogisticRegression) -> None:
        self._parts = [Counted(vectorizer) for vectorizer in vectorizers]
        self._rows = np.ascontiguousarray(model.coef_.T)
        self._intercept = model.intercept_
        self.intents = [str(intent) for intent in model.classes_]

    def __call__(self, text: str) -> np.ndarray:
        """In the order of 'intents'; they sum to one."""
        scores, start = self._intercept.copy(), 0
        for part in self._parts:
            places, weights = part.weigh(text)
            scores += weights @ self._rows[start + places]
            start += part.size
        # One against the rest: each its own probability, then made to sum to one.
        each = 1.0 / (1.0 + np.exp(-scores))
        return each / each.sum()


def fit(vectorizers: Iterable[TfidfVectorizer], texts: list[str]) -> csr_matrix:
    """Fits the vectorizers; a row for each text."""
    return csr_matrix(hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers]))


def plain(text: str) -> str:
    """Lower case, one spelling for each letter, numbers alike, at most two equal letters in a row."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"\S+@\S+", " emailaddress ", text)
    text = re.sub(r"\d", "0", text)
    text = re.sub(r"(\D)\1{2,}", r"\1\1", text)
    text = re.sub(r"[’`´]", "'", text)
    return re.sub(r"([^\w\s'])", r" \1 ", text)
