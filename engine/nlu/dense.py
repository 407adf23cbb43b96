"""Rasa's featurizer over the multilingual encoder: one vector a text, alike for what means alike in any language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.nlu.dense_store import Store
from engine.nlu.e5.encoder import Encoder

Json = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Dense(DenseFeaturizer, GraphComponent):
    """Learns nothing. Raises EncoderMissing, at training and at start, where the encoder cannot run."""

    def __init__(self, config: Json, name: str) -> None:
        super().__init__(name, config)
        self._folder = Path(config["folder"])
        self._encoder = Encoder(self._folder)

    @staticmethod
    def get_default_config() -> Json:
        """Where the converted encoder and the vectors of the examples are kept, from the project's root."""
        return {**DenseFeaturizer.get_default_config(), "folder": "models"}

    @classmethod
    def create(
        cls, config: Json, _storage: ModelStorage, _resource: Resource, context: ExecutionContext
    ) -> Dense:
        """Loads the encoder, once for a process."""
        return cls(config, context.node_name or cls.__name__)

    @classmethod
    def validate_config(cls, config: Json) -> None:
        """A folder is all there is to say."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Computes only the vectors that no earlier training has kept."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        store = Store(self._folder / f"{self._encoder.name}.npz")
        vectors = store.vectors([example.get(TEXT) for example in examples], self._encoder.vectors)
        for example, vector in zip(examples, vectors, strict=True):
            self._add(example, vector)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vector as the features of the whole sentence."""
        for message in messages:
            if text := message.get(TEXT):
                self._add(message, self._encoder.vector(text))
        return messages

    def _add(self, message: Message, vector: np.ndarray) -> None:
        row = vector[np.newaxis]
        self.add_features_to_message(row, row, TEXT, message)
