"""Finds what Rasa would train on in silence: names that nothing defines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rasa.shared.core.constants import DEFAULT_ACTION_NAMES
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.importer import TrainingDataImporter


class InputsBroken(RasaException):
    """The message lists every undefined name."""


def check(config: Path, domain: Path, data: list[str]) -> None:
    """Raises InputsBroken, and what the importer raises."""
    importer = TrainingDataImporter.load_from_config(str(config), str(domain), data)
    if problems := sorted(set(_problems(importer))):
        raise InputsBroken("\n".join(f"  {problem}" for problem in problems))


def _problems(importer: TrainingDataImporter) -> Iterator[str]:
    domain = importer.get_domain()
    actions = {*domain.action_names_or_texts, *DEFAULT_ACTION_NAMES}
    intents = {*domain.intents, None}
    for name in domain.action_names_or_texts:
        if name.startswith("utter_") and name not in domain.responses:
            yield f"domain: {name} has no response in data/responses"
    for step in importer.get_stories().story_steps:
        for event in step.events:
            if isinstance(event, ActionExecuted) and event.action_name not in {*actions, None}:
                yield f"{step.source_name}: {step.block_name!r} uses the unknown {event.action_name}"
            if isinstance(event, UserUttered) and event.intent_name not in intents:
                yield f"{step.source_name}: {step.block_name!r} uses the unknown intent {event.intent_name}"
    for intent in importer.get_nlu_data().intents - intents:
        yield f"data/nlu: the intent {intent} is not in domain.yml"
