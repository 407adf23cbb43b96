"""Rasa's component that says in which language a message is to be answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import joblib
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.nlu.language.choice import choose
from engine.nlu.language.examples import read_examples
from engine.nlu.language.profile import Profile, learn, telling
from engine.nlu.language.request import find

FILE = "language.joblib"
DEFAULT = "en"
LANGUAGE = "language"
ASKED_FOR = "language_asked_for"  # "alone" when the message says nothing else
Json = dict[str, Any]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Languages(GraphComponent):
    """Stands first: what comes after may depend on the language."""

    def __init__(
        self, config: Json, model_storage: ModelStorage, resource: Resource, profile: Profile | None = None
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._profile = profile or Profile((), {})

    @staticmethod
    def get_default_config() -> Json:
        """Where the examples and the responses of each language are, from the project's root."""
        return {"nlu": "data/nlu", "responses": "data/responses"}

    @classmethod
    def create(
        cls, config: Json, model_storage: ModelStorage, resource: Resource, *_: Any, **__: Any
    ) -> Languages:
        """Before training: no language is known."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(cls, config: Json, model_storage: ModelStorage, resource: Resource, **_: Any) -> Languages:
        """With what was learnt at training."""
        with model_storage.read_from(resource) as folder:
            profile = Profile(*joblib.load(folder / FILE))
        return cls(config, model_storage, resource, profile)

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002 - it has no languages in it
        """Raises ResponsesBroken."""
        self._profile = learn(read_examples(Path(self._config["nlu"]), Path(self._config["responses"])))
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._profile.languages, self._profile.pieces), folder / FILE)
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Sets 'language', and 'language_asked_for' where the customer asks for one."""
        current = tracker.get_slot(LANGUAGE) if tracker and LANGUAGE in tracker.slots else None
        if current not in self._profile.languages:
            current = DEFAULT
        first = not tracker or not any(isinstance(event, UserUttered) for event in tracker.events)
        for message in messages:
            self._read(message, current, first)
        return messages

    def _read(self, message: Message, current: str, first: bool) -> None:
        text = message.get(TEXT) or ""
        scores = self._profile.score(text)
        request = find(text, scores, current, self._profile.languages)
        chosen = request.language if request else choose(scores, len(telling(text)), current, first=first)
        message.set(LANGUAGE, chosen, add_to_output=True)
        if request:
            message.set(ASKED_FOR, "alone" if request.alone else "among others", add_to_output=True)
