"""Ranks intents by softmax regression over the text's n-grams and, where Dense stands before it, its meaning."""

from __future__ import annotations

from collections import Counter
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.nlu.dense_vector import sentence_vector
from engine.nlu.grams import characters, fit, plain, words
from engine.nlu.intents_calibration import Unseen, groups, held_out, temperature
from engine.nlu.intents_scorer import Learnt, Scorer
from engine.nlu.intents_softmax import Fitted, Part, softmax
from engine.nlu.intents_softmax import fit as fit_softmax

FILE = "intents.joblib"
UNSEEN = "unseen.npz"  # what it thought of the examples that were held out, for the report of the training
RANKED = 10
Json = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Intents(IntentClassifier, GraphComponent):
    """Reads the text and the vector that Dense found."""

    def __init__(self, config: Json, model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._scorer: Scorer | None = None

    @staticmethod
    def get_default_config() -> Json:
        """Price of large weights; steps of the solver; longest n-grams; how far a frequent intent counts for more."""
        return {"smooth": 0.3, "steps": 60, "word": 2, "char": 5, "balance": 0.3}

    @classmethod
    def create(
        cls,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        *_: Any,
        **__: Any,
    ) -> Intents:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        **_: Any,
    ) -> Intents:
        """The trained classifier."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._scorer = Scorer(joblib.load(folder / FILE))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples that have a text and an intent."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        learnt, unseen = self._learn(examples)
        self._scorer = Scorer(learnt)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(learnt, folder / FILE)
            np.savez(folder / UNSEEN, intents=learnt.intents, meant=unseen.meant, chances=unseen.chances)
        return self._resource

    def _learn(self, examples: list[Message]) -> tuple[Learnt, Unseen]:
        intents, classes = np.unique([m.get(INTENT) for m in examples], return_inverse=True)
        count = len(examples)
        vectorizers = [words(self._config["word"], count), characters(self._config["char"], count)]
        parts: list[Part] = [fit(vectorizers, [plain(m.get(TEXT)) for m in examples])]
        centre, spread, group = None, 1.0, np.arange(count)
        if sentence_vector(examples[0]) is not None:
            vectors = np.array([sentence_vector(m) for m in examples])
            centre, group = vectors.mean(axis=0), groups(vectors)
            spread = float(np.sqrt(((vectors - centre) ** 2).sum(axis=1).mean()))
            parts.append((vectors - centre) / spread)
        often = Counter(classes.tolist())
        importance = np.array([often[one] ** -self._config["balance"] for one in classes])
        heat, unseen = self._calibrate(parts, classes, importance, group)
        weights = self._fit(parts, classes, importance, len(intents)).weights
        return Learnt(intents.tolist(), vectorizers, weights, heat, centre, spread), unseen

    def _calibrate(
        self, parts: list[Part], classes: np.ndarray, importance: np.ndarray, group: np.ndarray
    ) -> tuple[float, Unseen]:
        """The temperature that makes confidence come true for examples that were held out."""
        out = held_out(group)
        seen = self._fit([part[~out] for part in parts], classes[~out], importance[~out], classes.max() + 1)
        scores = seen.scores([part[out] for part in parts])
        heat = temperature(scores, classes[out], importance[out])
        return heat, Unseen(classes[out], softmax(scores / heat).astype(np.float16))

    def _fit(self, parts: list[Part], classes: np.ndarray, importance: np.ndarray, count: int) -> Fitted:
        smooth, steps = self._config["smooth"], self._config["steps"]
        return fit_softmax(parts, classes, importance, count, smooth=smooth, steps=steps)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and intent_ranking of each message."""
        if self._scorer is None:
            return messages
        for message in messages:
            ranking = _ranking(self._scorer, message)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def _ranking(scorer: Scorer, message: Message) -> list[Json]:
    probabilities = scorer(message.get(TEXT) or "", sentence_vector(message))
    best = np.argsort(-probabilities)[:RANKED]
    return [{"name": scorer.intents[i], "confidence": float(probabilities[i])} for i in best]
