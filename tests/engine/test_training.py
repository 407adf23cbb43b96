"""Training: once for the same inputs, and a failure that a person can act on.

Mutations that were made and seen to fail here: leaving data/rules out of the fingerprint; hashing
the shop's files whole; letting Rasa's exception through.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.engine.programs import EnginePython, run


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("var"))
    return folder


def _fingerprint(folder: Path) -> str:
    return run(folder, "fingerprint").stdout.strip()


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_a_second_training_of_the_same_inputs_is_skipped_and_says_so(project: Path) -> None:
    again = run(project, "train")

    assert again.returncode == 0
    assert "up to date" in again.stdout


@pytest.mark.parametrize(
    "file",
    ["domain.yml", "config.yml", "data/nlu/all.en.yml", "data/rules/all.yml", "data/responses/nb.yml"],
)
def test_each_input_has_a_say_in_the_fingerprint(copy: Path, file: str) -> None:
    before = _fingerprint(copy)
    _append(copy / file, "\n# changed\n")

    assert _fingerprint(copy) != before


def test_a_new_town_needs_training_and_new_opening_hours_do_not(copy: Path) -> None:
    stores = copy / "data/shop/stores.yml"
    before = _fingerprint(copy)
    stores.write_text(
        stores.read_text("utf-8").replace("town: Bergen,", "town: Bergen, hours: PH off,"), "utf-8"
    )
    hours = _fingerprint(copy)
    _append(stores, "- {town: Turku}\n")

    assert hours == before
    assert _fingerprint(copy) != before


MISTAKES = [
    ("data/responses/nb.yml", 'utter_new: ["x"]\n', "en.yml: utter_new is missing"),
    ("data/rules/all.yml", "- rule: x\n  steps: [{intent: greet}, {action: utter_none}]\n", "utter_none"),
    ("data/rules/all.yml", "- rule: x\n  steps: [{intent: nix}, {action: utter_yes}]\n", "intent nix"),
    ("data/rules/all.yml", "- rule: x\n  steps: [{intent: greet}, {action: utter_yes}]\n", "utter_yes"),
    ("data/nlu/all.en.yml", "- intent: nix\n  examples: |\n    - nix\n", "intent nix is not in domain.yml"),
    ("domain.yml", "slots: [\n", "domain.yml"),
]


def test_each_mistake_is_named(ask: EnginePython, project: Path, tmp_path: Path) -> None:
    folders = []
    for number, (file, text, _) in enumerate(MISTAKES):
        folders.append(tmp_path / str(number))
        shutil.copytree(project, folders[-1], ignore=shutil.ignore_patterns("var", "models"))
        _append(folders[-1] / file, text)
    failures = ask([{"call": "training", "folder": str(folder)} for folder in folders])

    for (_, _, said), failure in zip(MISTAKES, failures, strict=False):
        assert said in failure


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("data/responses/nb.yml", 'utter_new: ["x"]\n', "en.yml: utter_new is missing"),
        ("data/shop/stores.yml", "- {name: x}\n", "town"),
    ],
)
def test_a_mistake_stops_training_without_a_stack_trace(copy: Path, file: str, text: str, said: str) -> None:
    _append(copy / file, text)
    failed = run(copy, "train")

    assert failed.returncode == 1
    assert said in failed.stderr
    assert "Traceback" not in failed.stderr + failed.stdout


def test_serving_without_a_model_says_what_to_do(copy: Path) -> None:
    shutil.rmtree(copy / "models")
    failed = run(copy, "serve")

    assert failed.returncode == 1
    assert "python -m engine train" in failed.stderr
