"""Ranks intents by logistic regression over word and character n-grams."""

from __future__ import annotations

import re
import unicodedata
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
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

FILE = "intents.joblib"
Json = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Intents(IntentClassifier, GraphComponent):
    """Sparse n-grams of its own, beside any dense sentence features that the pipeline made."""

    def __init__(self, config: Json, model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._grams: FeatureUnion | None = None
        self._model: LogisticRegression | None = None

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
            component._grams, component._model = joblib.load(folder / FILE)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples that have a text and an intent."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        self._grams = grams(self._config["word"], self._config["char"])
        self._grams.fit([plain(m.get(TEXT)) for m in examples])
        self._model = LogisticRegression(
            # One against the rest: a third of the training time of the multinomial form, and as good.
            C=self._config["C"],
            class_weight="balanced",
            solver="liblinear",
            random_state=0,
        )
        self._model.fit(self._features(examples), [m.get(INTENT) for m in examples])
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._grams, self._model), folder / FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and intent_ranking of each message."""
        if self._model is None or not messages:
            return messages
        probabilities = self._model.predict_proba(self._features(messages))
        for message, row in zip(messages, probabilities, strict=True):
            best = np.argsort(-row)[:10]
            ranking = [{"name": str(self._model.classes_[i]), "confidence": float(row[i])} for i in best]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _features(self, messages: list[Message]) -> csr_matrix:
        if self._grams is None:
            raise RuntimeError("The classifier is not trained.")
        sparse = self._grams.transform([plain(m.get(TEXT) or "") for m in messages])
        dense = [m.get_dense_features(TEXT)[1] for m in messages]
        if any(features is None for features in dense):
            return csr_matrix(sparse)
        return csr_matrix(hstack([sparse, np.vstack([f.features for f in dense if f])]))


def grams(word: int, char: int) -> FeatureUnion:
    """Words carry the meaning, characters survive spelling mistakes and inflection."""
    words = TfidfVectorizer(ngram_range=(1, word), sublinear_tf=True, token_pattern=r"\S+")  # noqa: S106
    chars = TfidfVectorizer(ngram_range=(2, char), sublinear_tf=True, analyzer="char_wb", min_df=2)
    return FeatureUnion([("words", words), ("chars", chars)])


def plain(text: str) -> str:
    """Lower case, one spelling for each letter, numbers alike, at most two equal letters in a row."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"\S+@\S+", " emailaddress ", text)
    text = re.sub(r"\d", "0", text)
    text = re.sub(r"(\D)\1{2,}", r"\1\1", text)
    text = re.sub(r"[’`´]", "'", text)
    return re.sub(r"([^\w\s'])", r" \1 ", text)
