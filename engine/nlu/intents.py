"""Ranks intents by logistic regression over word and character n-grams."""

from __future__ import annotations

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
from sklearn.linear_model import LogisticRegression

from engine.nlu.grams import Scorer, characters, fit, plain, words

FILE = "intents.joblib"
RANKED = 10
Json = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Intents(IntentClassifier, GraphComponent):
    """Reads the text alone; no earlier component is needed."""

    def __init__(self, config: Json, model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._scorer: Scorer | None = None

    @staticmethod
    def get_default_config() -> Json:
        """C: weight of the examples against smooth weights; word, char: longest n-gram."""
        return {"C": 20.0, "word": 2, "char": 5}

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
            component._scorer = Scorer(*joblib.load(folder / FILE))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples that have a text and an intent."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        vectorizers = [words(self._config["word"]), characters(self._config["char"])]
        model = LogisticRegression(
            # One against the rest: a third of the training time of the multinomial form, and as good.
            C=self._config["C"],
            class_weight="balanced",
            solver="liblinear",
            random_state=0,
        )
        features = fit(vectorizers, [plain(m.get(TEXT)) for m in examples])
        model.fit(features, [m.get(INTENT) for m in examples])
        self._scorer = Scorer(vectorizers, model)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((vectorizers, model), folder / FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and intent_ranking of each message."""
        if self._scorer is None:
            return messages
        for message in messages:
            ranking = _ranking(self._scorer, message.get(TEXT) or "")
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def _ranking(scorer: Scorer, text: str) -> list[Json]:
    probabilities = scorer(plain(text))
    best = np.argsort(-probabilities)[:RANKED]
    return [{"name": scorer.intents[i], "confidence": float(probabilities[i])} for i in best]
