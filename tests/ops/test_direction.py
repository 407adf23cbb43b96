"""Left-to-right values keep their order within Urdu, and Urdu names within the others.

Mutations that were made and seen to fail here: letting a run swallow ", "; no mark before a line that begins with a
Latin name; leaving a plus sign outside; isolating again what is isolated already.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.direction import END, LEFT_ISOLATE, MARKS, RIGHT_ISOLATE, directed

LRI, RLI, PDI, RLM = LEFT_ISOLATE, RIGHT_ISOLATE, END, "\u200f"
VALUES = [
    "+47 21 09 00 00", "€4.90", "-€12.50", "4,90\u00a0€", "10:00 AM", "2–5", "kari@example.no", "Fjell Runner",
    "https://varde.example/orders/10442?x=1", "S100-BLK-42", "USB-C Charger 65 W", "EH1 3DG", "20%", "#10442",
]  # fmt: skip
URDU = ["آپ کا آرڈر", "کی قیمت", "ہے۔", "،", "(", ")", "\n", "؟", "لاہور"]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_stands_whole_in_one_isolate(value: str) -> None:
    assert directed(f"فون نمبر {value} ہے۔", "ur") == f"فون نمبر {LRI}{value}{PDI} ہے۔"


@pytest.mark.parametrize("value", VALUES)
def test_brackets_and_full_stops_belong_to_the_sentence(value: str) -> None:
    told = directed(f"دکان ({value})، {value}. بند", "ur")

    assert told.count(f"{LRI}{value}{PDI}") == 2


def test_a_plain_number_needs_no_marks() -> None:
    assert directed("آرڈر 10442 راستے میں ہے۔", "ur") == "آرڈر 10442 راستے میں ہے۔"


def test_a_line_that_begins_with_a_latin_name_still_reads_from_the_right() -> None:
    assert directed("Fjell Runner دستیاب ہے", "ur") == f"{RLM}{LRI}Fjell Runner{PDI} دستیاب ہے"


def test_a_list_of_latin_names_reads_from_right_to_left() -> None:
    assert directed("Vipps، PayPal, Visa", "ur").count(LRI) == 3


def test_an_urdu_name_in_another_language_does_not_pull_the_number_after_it() -> None:
    assert directed("The shop in لاہور 54000 is open.", "en") == f"The shop in {RLI}لاہور{PDI} 54000 is open."


@given(
    st.lists(st.sampled_from([*VALUES, *URDU, "10442"]), max_size=8), st.sampled_from(["ur", "en", "ur-Latn"])
)
def test_marks_are_balanced_change_no_letter_and_are_set_once(parts: list[str], language: str) -> None:
    text = " ".join(parts)
    told = directed(text, language)

    assert MARKS.sub("", told) == text
    assert re.sub(rf"[{LRI}{RLI}][^{LRI}{RLI}{PDI}\n]+{PDI}", "", told).count(PDI) == 0
    assert directed(told, language) == told
