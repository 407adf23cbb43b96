"""Every errand in every language, said by a customer, through the trained model (tests/stories).

A mutation that was made and seen to fail here: another action in a story.
"""

import os
import subprocess

import pytest
import yaml

from .system import ENGINE, PROJECT

LANGUAGES = sorted(file.stem for file in (PROJECT / "data" / "responses").glob("*.yml"))
# The turn makes a switch of language, not the model; nobody types the others.
WITHOUT_WORDS = {"nlu_fallback", "share_location", "share_photo", "go_on", "switch_language"}


def _errands() -> dict[str, str]:
    found = {}
    for file in (PROJECT / "data" / "rules").glob("*.yml"):
        for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]:
            first, then = rule["steps"]
            found.update({step["intent"]: then["action"] for step in first.get("or", [first])})
    return {intent: action for intent, action in found.items() if intent not in WITHOUT_WORDS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_errand_has_a_story_in_each_language(language: str) -> None:
    told: dict[str, str] = {}
    for file in (PROJECT / "tests" / "stories").glob(f"test_*.{language}.yml"):
        for story in yaml.safe_load(file.read_text("utf-8"))["stories"]:
            said, done = story["steps"][:2]
            told[said["intent"]] = done["action"]

    assert told == _errands()


@pytest.mark.timeout(900)  # when a model has to be trained first
def test_nine_of_ten_stories_of_each_language_end_as_they_should() -> None:
    env = os.environ | {"PYTHONPATH": str(PROJECT)}
    subprocess.run([ENGINE, "-m", "engine", "train"], cwd=PROJECT, env=env, check=True)

    tested = subprocess.run(
        [ENGINE, "-m", "engine", "test"], cwd=PROJECT, env=env, capture_output=True, text=True, check=False
    )

    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert [line.partition(":")[0] for line in tested.stdout.splitlines() if " passed, " in line] == LANGUAGES
