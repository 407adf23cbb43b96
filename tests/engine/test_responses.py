"""The languages say the same, or training stops with everything that is missing.

Mutations that were made and seen to fail here: stopping at the first difference; comparing keys
only; leaving out the condition on the slot.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.engine.programs import EnginePython

ENGLISH = """
utter_hi: ["Hi {name}."]
utter_more:
  - text: "More?"
    buttons: [{title: "Yes", payload: "/affirm"}, {title: "No", payload: "/deny"}]
utter_bye: ["Bye."]
"""


def _read(ask: EnginePython, folder: Path, **files: str) -> Any:
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    return ask([{"call": "responses", "folder": str(folder)}])[0]


def test_english_stands_without_a_condition_and_the_others_on_the_slot(
    ask: EnginePython, tmp_path: Path
) -> None:
    merged = _read(ask, tmp_path, en='utter_hi: ["Hi.", "Hello."]', nb='utter_hi: ["Hei."]')

    assert merged == {
        "utter_hi": [
            {"text": "Hi."},
            {"text": "Hello."},
            {"text": "Hei.", "condition": [{"type": "slot", "name": "language", "value": "nb"}]},
        ]
    }


def test_one_language_alone_is_enough(ask: EnginePython, tmp_path: Path) -> None:
    assert _read(ask, tmp_path, en=ENGLISH).keys() == {"utter_hi", "utter_more", "utter_bye"}


def test_every_difference_between_the_languages_is_listed_at_once(ask: EnginePython, tmp_path: Path) -> None:
    norwegian = """
utter_hi: ["Hei."]
utter_more:
  - text: "Mer?"
    buttons: [{title: "Ja", payload: "/affirm"}]
utter_new: ["Ny."]
"""
    said = _read(ask, tmp_path, en=ENGLISH, nb=norwegian)

    assert sorted(line.split("/", 1)[1] for line in said.splitlines()) == [
        "en.yml: utter_new is missing",
        "nb.yml: utter_bye is missing",
        "nb.yml: utter_hi lacks the variable {name}",
        "nb.yml: utter_more lacks the payload /deny",
    ]


def test_what_is_not_a_response_is_named(ask: EnginePython, tmp_path: Path) -> None:
    said = _read(
        ask, tmp_path, en='greet: ["x"]\nutter_a: text\nutter_b: [{txt: "x"}]\nutter_c: [""]\nutter_d: []'
    )

    for key in ("greet", "utter_a", "utter_b", "utter_c", "utter_d"):
        assert f"en.yml: {key} must" in said


def test_a_key_that_stands_twice_and_broken_yaml_are_errors(ask: EnginePython, tmp_path: Path) -> None:
    assert "utter_a" in _read(ask, tmp_path, en='utter_a: ["x"]\nutter_a: ["y"]')
    assert "en.yml is not YAML" in _read(ask, tmp_path, en="utter_a: [")


def test_english_may_not_be_missing(ask: EnginePython, tmp_path: Path) -> None:
    assert "en.yml is missing" in _read(ask, tmp_path, nb='utter_a: ["x"]')
