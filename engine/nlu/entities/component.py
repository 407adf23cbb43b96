"""Rasa's entity extractor: runs all finders and settles which of two that overlap is meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.nlu.catalogue import Catalogue, read_catalogue
from engine.nlu.entities import (
    amount,
    category,
    color,
    date,
    email,
    order_number,
    phone,
    postcode,
    size,
    town,
    weekday,
)
from engine.nlu.entities.found import Context, Found, Spellings
from engine.nlu.tokens import blank

FILE = "catalogue.json"
Json = dict[str, Any]
# Earlier wins where two of the same length overlap; a longer one always wins.
FINDERS = (email, date, amount, phone, order_number, postcode, size, weekday, color)


class Finder:
    """All the finders over one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        nlp = blank()
        self._nlp = nlp
        self._catalogue = catalogue
        self._towns = Spellings(nlp, "town", catalogue.towns, fuzzy=True)
        self._products = Spellings(nlp, "product", catalogue.products, fuzzy=True)

    def find(self, text: str, context: Context) -> list[Found]:
        """In the order of the text, none overlapping except a product's category."""
        doc = self._nlp.make_doc(text)
        towns = list(self._towns.find(doc))
        products = list(self._products.find(doc))
        plain = [found for finder in FINDERS for found in finder.find(text, context)]
        chosen = settle([*plain, *towns, *products])
        if not towns:
            chosen = settle([*chosen, *town.find(text, context)])
        named = list(category.find(text, context)) or category.of_products(chosen, self._catalogue.categories)
        return sorted([*chosen, *settle(named)], key=lambda found: (found.start, found.entity))


def settle(found: Iterable[Found]) -> list[Found]:
    """The longest first, then the earlier of FINDERS; what overlaps a chosen one is dropped."""
    chosen: list[Found] = []
    for candidate in sorted(found, key=lambda f: f.start - f.end):  # stable: keeps the finders' order
        if all(candidate.end <= other.start or other.end <= candidate.start for other in chosen):
            chosen.append(candidate)
    return chosen


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class Entities(EntityExtractorMixin, GraphComponent):
    """Reads the catalogue at training and keeps its names in the model."""

    def __init__(
        self, config: Json, model_storage: ModelStorage, resource: Resource, catalogue: Catalogue
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._use(catalogue)

    @staticmethod
    def get_default_config() -> Json:
        """Where the shop's files are, from the project's root."""
        return {"catalogue": "data/shop"}

    @classmethod
    def create(
        cls,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        *_: Any,
        **__: Any,
    ) -> Entities:
        """Before training: nothing is known yet."""
        return cls(config, model_storage, resource, Catalogue({}, {}, {}))

    @classmethod
    def load(
        cls,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        **_: Any,
    ) -> Entities:
        """With the names that were current at training."""
        with model_storage.read_from(resource) as folder:
            catalogue = Catalogue(**json.loads((folder / FILE).read_text("utf-8")))
        return cls(config, model_storage, resource, catalogue)

    def train(self, training_data: TrainingData) -> Resource:  # noqa: ARG002 - Rasa passes it by name
        """Raises CatalogueBroken."""
        catalogue = read_catalogue(Path(self._config["catalogue"]))
        self._use(catalogue)
        with self._storage.write_to(self._resource) as folder:
            text = json.dumps(catalogue.as_dict(), ensure_ascii=False)
            (folder / FILE).write_text(text, "utf-8")
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """What a form asks for decides how a bare number is read."""
        context = Context(
            today=datetime.now(self._timezone).date(),
            requested=_slot(tracker, "requested_slot"),
            language=_slot(tracker, "language"),
        )
        for message in messages:
            found = list(_as_rasa(self._finder.find(message.get(TEXT) or "", context)))
            message.set(ENTITIES, found, add_to_output=True)
        return messages

    def _use(self, catalogue: Catalogue) -> None:
        self._finder = Finder(catalogue)
        self._timezone = ZoneInfo(catalogue.timezone)


def _as_rasa(found: Iterable[Found]) -> Iterator[Json]:
    for item in found:
        yield {
            "entity": item.entity,
            "value": item.value,
            "start": item.start,
            "end": item.end,
            "extractor": "Entities",
        }


def _slot(tracker: DialogueStateTracker | None, name: str) -> str | None:
    if tracker is None or name not in tracker.slots:
        return None
    return tracker.get_slot(name)  # type: ignore[no-any-return]
