"""Runs tests/stories through the trained model with Rasa's own evaluation of stories."""

# `rasa test core` gives the same results, but writes and reads the whole domain with the responses of
# all languages first, which takes minutes. It also counts entities, which have tests of their own.

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.test import EvaluationStore, _predict_tracker_actions
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph

FOLDER = "tests/stories"
NEEDED = 0.9  # of the stories in each language


@dataclass(frozen=True)
class Result:
    """How one story went; `wrong` is empty when intents and actions were as the story says."""

    language: str
    story: str
    wrong: str


def run_stories(project: Path, model: Path) -> list[Result]:
    """Every story of every language."""
    return asyncio.run(_run(project / FOLDER, Agent.load(str(model))))


def report(results: list[Result]) -> tuple[str, bool]:
    """A line a language and one for each failed story; and whether enough passed in each."""
    lines, enough = [], bool(results)
    for language in sorted({result.language for result in results}):
        own = [result for result in results if result.language == language]
        failed = [result for result in own if result.wrong]
        passed = len(own) - len(failed)
        enough = enough and passed >= NEEDED * len(own)
        lines.append(f"{language}: {passed} passed, {len(failed)} failed ({passed / len(own):.0%})")
        lines += [f"  {result.story}: {result.wrong}" for result in failed]
    return "\n".join(lines) + "\n", enough


async def _run(folder: Path, agent: Agent) -> list[Result]:
    results = []
    for file in sorted(folder.glob("test_*.yml")):
        language = file.stem.rpartition(".")[2]
        for tracker in _trackers(file, agent):
            store, *_ = await _predict_tracker_actions(tracker, agent, use_e2e=True)
            story = tracker.sender_id.partition(" (")[0]
            results.append(Result(language, story, "; ".join(_wrong(store))))
    return results


def _trackers(file: Path, agent: Agent) -> list[DialogueStateTracker]:
    steps = YAMLStoryReader(agent.domain).read_from_file(file)
    generator = TrainingDataGenerator(
        StoryGraph(steps),
        agent.domain,
        remove_duplicates=False,
        augmentation_factor=0,
        use_story_concatenation=False,
    )
    return list(generator.generate_story_trackers())


def _wrong(store: EvaluationStore) -> Iterator[str]:
    for meant, found in (
        *zip(store.intent_targets, store.intent_predictions, strict=True),
        *zip(store.action_targets, store.action_predictions, strict=True),
    ):
        if meant != found:
            yield f"{found}, not {meant}"
