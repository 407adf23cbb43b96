"""What is learnt about intents, and one text's probability for each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.nlu.grams import Counted, plain
from engine.nlu.intents_softmax import softmax


@dataclass(frozen=True)
class Learnt:
    """Kept in the model."""

    intents: list[str]
    vectorizers: list[TfidfVectorizer]
    weights: np.ndarray  # rows: n-grams, the encoder's numbers if there were any, and the constant
    temperature: float
    centre: np.ndarray | None  # the mean vector of all examples
    spread: float  # their mean distance from it


class Scorer:
    """The trained regression as a product over the few rows that a text has."""

    def __init__(self, learnt: Learnt) -> None:
        self._parts = [Counted(vectorizer) for vectorizer in learnt.vectorizers]
        sparse = sum(part.size for part in self._parts)
        self._rows = learnt.weights[:sparse] / learnt.temperature
        self._meaning = learnt.weights[sparse:-1] / learnt.temperature
        self._constant = learnt.weights[-1] / learnt.temperature
        self._centre, self._spread = learnt.centre, learnt.spread
        self.intents = learnt.intents

    def __call__(self, text: str, vector: np.ndarray | None) -> np.ndarray:
        """In the order of 'intents'; they sum to one."""
        text = plain(text)
        scores, start = self._constant.copy(), 0
        for part in self._parts:
            places, weights = part.weigh(text)
            scores += weights @ self._rows[start + places]
            start += part.size
        if self._centre is not None and vector is not None:
            scores += (vector - self._centre) / self._spread @ self._meaning
        return softmax(scores)
