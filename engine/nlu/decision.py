"""Decides whether to answer, to ask what was meant, or to say that it is not for this shop."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

Json = dict[str, Any]

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
INFORM = "inform"
SHOWN = 5
# These say nothing but themselves; a product or a colour alone is the start of a search.
BARE = {"order_number", "email", "phone", "postcode", "town", "date", "weekday", "size", "amount"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(IntentClassifier, GraphComponent):
    """Stands last: reads the ranking, and gives the policies nlu_fallback when it is not sure."""

    def __init__(self, config: Json) -> None:
        self._config = config

    @staticmethod
    def get_default_config() -> Json:
        """Least confidence and lead over the second for an answer; least confidence to reject."""
        return {"answer": 0.4, "margin": 0.1, "reject": 0.3}

    @classmethod
    def create(cls, config: Json, *_: Any, **__: Any) -> Decision:
        """Nothing to learn."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds 'understood' (the true intent, ranking and decision) to each message."""
        for message in messages:
            ranking = _ranking(message)
            decision = self._decide(ranking)
            understood = {"intent": ranking[0], "ranking": ranking[:SHOWN], "decision": decision}
            message.set("understood", understood, add_to_output=True)
            chosen = {"name": FALLBACK, "confidence": 1.0} if decision == "ask" else ranking[0]
            message.set("intent", chosen, add_to_output=True)
        return messages

    def _decide(self, ranking: list[Json]) -> str:
        best = ranking[0]
        lead = best["confidence"] - (ranking[1]["confidence"] if len(ranking) > 1 else 0.0)
        if best["name"] == OUT_OF_SCOPE:
            return "reject" if best["confidence"] >= self._config["reject"] else "ask"
        sure = best["confidence"] >= self._config["answer"] and lead >= self._config["margin"]
        return "answer" if sure else "ask"


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
