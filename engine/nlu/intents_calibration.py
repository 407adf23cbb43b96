"""How sure the classifier may be: its scores for examples that it was not trained on, nor on any like them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from engine.nlu.intents_softmax import softmax

ALIKE = 0.7  # cosine about the mean of all: the same sentence said otherwise, or in another language
PARTS = 3
CHUNK = 1000


@dataclass(frozen=True)
class Unseen:
    """Examples that were held out."""

    meant: np.ndarray
    chances: np.ndarray  # a row an example, a column an intent


def groups(vectors: np.ndarray) -> np.ndarray:
    """A number for each row; rows that are alike have the same, so that no part is tested on its own words."""
    centred = vectors - vectors.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True) + 1e-9
    found = np.empty(len(centred), int)
    leaders = np.empty((0, centred.shape[1]), centred.dtype)
    for start in range(0, len(centred), CHUNK):
        rows = centred[start : start + CHUNK]
        found[start : start + CHUNK], leaders = _join(rows, leaders)
    return found


def _join(rows: np.ndarray, leaders: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row joins the leader it is most like, or becomes one."""
    belongs = np.full(len(rows), -1)
    if len(leaders):
        likeness = rows @ leaders.T
        belongs = np.where(likeness.max(axis=1) > ALIKE, likeness.argmax(axis=1), -1)
    new = [int(row) for row in np.flatnonzero(belongs < 0)]
    among = rows[new] @ rows[new].T if new else np.empty((0, 0))
    chosen: list[int] = []
    for place, row in enumerate(new):
        like = [i for i in chosen if among[place, i] > ALIKE]
        if not like:
            chosen.append(place)
        belongs[row] = len(leaders) + chosen.index(like[0] if like else place)
    return belongs, np.concatenate([leaders, rows[[new[place] for place in chosen]]])


def held_out(group: np.ndarray) -> np.ndarray:
    """True for every third group's rows."""
    return (np.random.default_rng(0).permutation(group.max() + 1) % PARTS == 0)[group]  # type: ignore[no-any-return]


def temperature(scores: np.ndarray, classes: np.ndarray, importance: np.ndarray) -> float:
    """What the scores must be divided by for the probabilities to come true."""

    def surprise(heat: float) -> float:
        chances = softmax(scores / heat)[np.arange(len(classes)), classes]
        return float(-(importance * np.log(chances + 1e-12)).sum())

    return float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)
