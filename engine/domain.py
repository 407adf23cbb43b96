"""The domain in the model, kept as JSON: Rasa keeps it as YAML and reads that four times at every start."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.recipes import default_recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

FILE = "domain.json"


class JsonDomain(DomainProvider):
    """Stock Rasa's provider but for the file."""

    @classmethod
    def load(
        cls,
        config: dict[str, Any],  # noqa: ARG003 - Rasa passes it by name
        model_storage: ModelStorage,
        resource: Resource,
        **_: Any,
    ) -> JsonDomain:
        """With the domain that was current at training."""
        with model_storage.read_from(resource) as folder:
            domain = Domain.from_dict(json.loads((folder / FILE).read_text("utf-8")))
        return cls(model_storage, resource, domain)

    def _persist(self, domain: Domain) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(domain.as_dict()), "utf-8")


def use_json() -> None:
    """Have the recipe put ours into the graph; to be called before training."""
    default_recipe.DomainProvider = JsonDomain
