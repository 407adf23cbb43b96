"""Softmax regression over parts of features, sparse or dense: what scikit-learn has, at a third of its time here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Part: TypeAlias = "np.ndarray | csr_matrix"  # a row an example


@dataclass(frozen=True)
class Fitted:
    """A weight for each feature and class; the last row is added to every score."""

    weights: np.ndarray

    def scores(self, parts: list[Part]) -> np.ndarray:
        """A row an example; the softmax of a row are its classes' probabilities."""
        return _scores(parts, self.weights)


def fit(
    parts: list[Part],
    classes: np.ndarray,
    importance: np.ndarray,
    count: int,
    *,
    smooth: float,
    steps: int,
) -> Fitted:
    """'classes' are below 'count'; 'smooth' is the price of large weights."""
    problem = _Problem(parts, np.eye(count, dtype=np.float32)[classes], importance, smooth)
    start = np.zeros(problem.shape[0] * problem.shape[1])
    options = {"maxiter": steps, "maxcor": 6}
    found = minimize(problem, start, jac=True, method="L-BFGS-B", options=options)
    return Fitted(found.x.reshape(problem.shape).astype(np.float32))


class _Problem:
    """The loss of given weights, and how it changes with each."""

    def __init__(self, parts: list[Part], wanted: np.ndarray, importance: np.ndarray, smooth: float) -> None:
        self._parts = parts
        self._turned = [part.T if isinstance(part, np.ndarray) else part.T.tocsr() for part in parts]
        self._wanted = wanted
        self._share = (importance / importance.sum()).astype(np.float32)[:, np.newaxis]
        self._smooth = smooth / len(wanted)
        self.shape = (sum(part.shape[1] for part in parts) + 1, self._wanted.shape[1])

    def __call__(self, flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(self.shape)
        scores = _scores(self._parts, weights.astype(np.float32))
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        loss = -(self._share * self._wanted * scores).sum(dtype=np.float64)
        error = (np.exp(scores) - self._wanted) * self._share
        slope = np.concatenate([*(part @ error for part in self._turned), error.sum(axis=0)[np.newaxis]])
        slope = slope.astype(np.float64)
        slope[:-1] += self._smooth * weights[:-1]
        return float(loss + self._smooth / 2 * (weights[:-1] ** 2).sum()), slope.ravel()


def _scores(parts: list[Part], weights: np.ndarray) -> np.ndarray:
    scores = np.tile(weights[-1], (parts[0].shape[0], 1))
    start = 0
    for part in parts:
        scores += part @ weights[start : start + part.shape[1]]
        start += part.shape[1]
    return scores


def softmax(scores: np.ndarray) -> np.ndarray:
    """Of each row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]
