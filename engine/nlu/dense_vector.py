"""Where a message carries the vector of its meaning."""

from __future__ import annotations

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message


def sentence_vector(message: Message) -> np.ndarray | None:
    """What Dense found; None where it is not in the pipeline."""
    _, features = message.get_dense_features(TEXT)
    return None if features is None else features.features[0]
