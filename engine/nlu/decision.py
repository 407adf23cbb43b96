"""Decides whether to answer, to ask what was meant, or to say that it is not for this shop."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from engine.nlu.decision_costs import Costs, decide

Json = dict[str, Any]

FALLBACK = "nlu_fallback"
INFORM = "inform"
SHOWN = 5
# These say nothing but themselves; a product or a colour alone is the start of a search.
BARE = {"order_number", "email", "phone", "postcode", "town", "date", "weekday", "size", "amount"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(IntentClassifier, GraphComponent):
    """Stands last: reads the ranking, and gives the policies nlu_fallback when it is not sure."""

    def __init__(self, config: Json) -> None:
        self._costs = Costs(**config["costs"])

    @staticmethod
    def get_default_config() -> Json:
        """What each outcome costs the shop, in any unit."""
        return {"costs": {}}

    @classmethod
    def create(cls, config: Json, *_: Any, **__: Any) -> Decision:
        """Nothing to learn. Raises TypeError for a cost that does not exist."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds 'understood' (the true intent, ranking and decision) to each message."""
        for message in messages:
            ranking = _ranking(message)
            decision = decide(ranking, self._costs)
            understood = {"intent": ranking[0], "ranking": ranking[:SHOWN], "decision": decision}
            message.set("understood", understood, add_to_output=True)
            chosen = {"name": FALLBACK, "confidence": 1.0} if decision == "ask" else ranking[0]
            message.set("intent", chosen, add_to_output=True)
        return messages


def _ranking(message: Message) -> list[Json]:
    if is_bare_value(message):
        return [{"name": INFORM, "confidence": 1.0}]
    # Rasa's own reading of an empty text has no ranking.
    return message.get("intent_ranking") or [{"name": FALLBACK, "confidence": 0.0}]


def is_bare_value(message: Message) -> bool:
    """True when the text is nothing but values, such as a number or a town."""
    left = list(message.get(TEXT) or "")
    entities = [entity for entity in message.get("entities") or [] if entity["entity"] in BARE]
    for entity in entities:
        left[entity["start"] : entity["end"]] = " " * (entity["end"] - entity["start"])
    return bool(entities) and not any(char.isalnum() for char in left)
