"""Rasa's entity extractor: runs all finders and settles which of two that overlap is meant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
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
    relative_date,
    size,
    town,
    weekday,
)
from engine.nlu.entities.found import Context, Found
from engine.nlu.entities.names import Names, normal, root
from engine.nlu.language.profile import words

FILE = "catalogue.json"
SHORT = 3  # letters of English names that are words of other languages: mat, pan, tee
COMMON = 3  # times that a word stands in the training examples
Json = dict[str, Any]
# Earlier wins where two of the same length overlap; a longer one always wins.
FINDERS = (email, date, relative_date, amount, phone, order_number, postcode, size, weekday, color)


class Finder:
    """All the finders over one catalogue."""

    def __init__(self, catalogue: Catalogue, common: Collection[str] = ()) -> None:
        """`common`: words that customers use often, so that they are no misspelt names."""
        self._categories = catalogue.categories
        self._towns = Names("town", town.bent(catalogue.towns), misspelt=catalogue.towns, common=common)
        self._own = {
            language: _own_names(catalogue, [language], common)
            for language in {"en", *catalogue.products_in, *catalogue.colors_in}
        }
        self._any = _own_names(catalogue, sorted(self._own), common)

    def find(self, text: str, context: Context) -> list[Found]:
        """In the order of the text, none overlapping except a product's category."""
        towns = list(self._towns.find(text))
        unlabelled = postcode.without_label(text)
        own = self._own.get(context.language or "", self._any)
        named = [*towns, *(found for names in own for found in names.find(unlabelled))]
        plain = [found for finder in FINDERS for found in finder.find(text, context)]
        chosen = settle([*plain, *named])
        if not towns:
            chosen = settle([*chosen, *town.find(text, context)])
        parts = list(category.find(text, context)) or category.of_products(chosen, self._categories)
        return sorted([*chosen, *settle(parts)], key=lambda found: (found.start, found.entity))


def _own_names(catalogue: Catalogue, languages: list[str], common: Collection[str]) -> list[Names]:
    """Products and colours in English and these languages."""
    english = languages == ["en"]
    products = {name: product for name, product in catalogue.products.items() if english or len(name) > SHORT}
    colors: dict[str, str] = {}
    for language in languages:
        products = catalogue.products_in.get(language, {}) | products
        colors |= catalogue.colors_in.get(language, {})
    return [
        Names("product", products, bent=root, misspelt=products, shortest=7, common=common),
        Names("color", colors),
    ]


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
        self,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        catalogue: Catalogue,
        common: frozenset[str],
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._use(catalogue, common)

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
        return cls(config, model_storage, resource, Catalogue({}, {}, {}), frozenset())

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
            kept = json.loads((folder / FILE).read_text("utf-8"))
        return cls(config, model_storage, resource, Catalogue(**kept["catalogue"]), frozenset(kept["common"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Raises CatalogueBroken."""
        catalogue = read_catalogue(Path(self._config["catalogue"]))
        common = common_words(example.get(TEXT) or "" for example in training_data.intent_examples)
        self._use(catalogue, common)
        with self._storage.write_to(self._resource) as folder:
            kept = {"catalogue": catalogue.as_dict(), "common": sorted(common)}
            (folder / FILE).write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """What a form asks for decides how a bare number is read."""
        context = Context(
            today=datetime.now(self._timezone).date(),
            requested=_slot(tracker, "requested_slot"),
            language=_slot(tracker, "language"),
        )
        for message in messages:
            here = replace(context, language=message.get("language") or context.language)
            found = list(_as_rasa(self._finder.find(message.get(TEXT) or "", here)))
            message.set(ENTITIES, found, add_to_output=True)
        return messages

    def _use(self, catalogue: Catalogue, common: frozenset[str]) -> None:
        self._finder = Finder(catalogue, common)
        self._timezone = ZoneInfo(catalogue.timezone)


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Written too often to be slips."""
    counts = Counter(normal(word) for text in texts for word in words(text))
    return frozenset(word for word, count in counts.items() if count >= COMMON)


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
