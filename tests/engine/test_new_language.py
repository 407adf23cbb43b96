"""A language that nobody speaks is added: its files are all it takes, and what is missing in them is named.

Mutations that were made and seen to fail here: a fixed list of languages to learn from; not looking for keys.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.programs import Actions, Engine, run

TOY = "qpl"  # a code that no language has
WORD = re.compile(r"\{[^{}]*\}|[A-Za-z']+")
EXAMPLE = re.compile(r"^    - (.+)$", re.MULTILINE)


def toy(text: str) -> str:
    """Each word from behind and with an ending; what stands in brackets stays."""
    return WORD.sub(lambda word: word[0] if word[0].startswith("{") else f"{word[0][::-1].lower()}oz", text)


def said(variant: Any) -> Any:
    """A response's variant, its buttons' titles included."""
    if isinstance(variant, str):
        return toy(variant)
    buttons = [{**button, "title": toy(button["title"])} for button in variant["buttons"]]
    return {"text": toy(variant["text"]), "buttons": buttons}


@pytest.fixture(scope="module")
def taught(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with two files more, made of the English ones."""
    folder = tmp_path_factory.mktemp("toy") / "project"
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("var", "*.tar.gz"))
    nlu, responses = folder / "data/nlu", folder / "data/responses"
    examples = (nlu / "all.en.yml").read_text("utf-8")
    (nlu / f"all.{TOY}.yml").write_text(EXAMPLE.sub(lambda line: f"    - {toy(line[1])}", examples), "utf-8")
    spoken = yaml.safe_load((responses / "en.yml").read_text("utf-8"))
    told = {key: [said(variant) for variant in variants] for key, variants in spoken.items()}
    (responses / f"{TOY}.yml").write_text(yaml.safe_dump(told), "utf-8")
    trained = run(folder, "train")
    assert trained.returncode == 0, trained.stderr
    return folder


@pytest.fixture(scope="module")
def speaker(
    taught: Path, shared_actions: Actions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with Engine(taught, tmp_path_factory.mktemp("var"), shared_actions) as engine:
        yield engine


@pytest.mark.parametrize(
    ("written", "intent", "answer"),
    [
        ("what are your rules about returns", "return_policy", "Thirty days.\n\nThen it is too late."),
        ("hello there, good morning", "greet", "Hello!"),
    ],
)
def test_what_is_written_in_it_is_understood_and_answered_in_it(
    speaker: Engine, written: str, intent: str, answer: str
) -> None:
    speaker.new_session()
    told = speaker.say(toy(written), language="en")

    assert (told["language"], told["parse"]["intent"]["name"]) == (TOY, intent)
    assert told["replies"][0]["text"] == toy(answer)


def test_its_buttons_mean_what_the_english_ones_mean(speaker: Engine) -> None:
    speaker.new_session()
    told = speaker.press("/greet", language=TOY)

    assert [button["title"] for button in told["replies"][0]["buttons"]] == [toy("Returns"), toy("Bergen")]
    assert told["replies"][0]["buttons"][0]["payload"] == "/return_policy"


def test_the_others_are_still_understood_as_themselves(speaker: Engine) -> None:
    for language, text in (
        ("en", "can I return things"),
        ("nb", "jeg lurer på hvor lenge jeg kan levere tilbake"),
    ):
        speaker.new_session()

        assert speaker.say(text, language=TOY)["language"] == language


def test_training_refuses_it_with_a_key_missing_and_names_the_key(taught: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(taught, folder, ignore=shutil.ignore_patterns("var", "models"))
    ours = folder / f"data/responses/{TOY}.yml"
    left = yaml.safe_load(ours.read_text("utf-8"))
    del left["utter_noted"]
    ours.write_text(yaml.safe_dump(left), "utf-8")

    refused = run(folder, "train")

    assert refused.returncode != 0
    assert f"{TOY}.yml: utter_noted is missing" in refused.stderr
