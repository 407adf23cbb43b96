"""Long lines in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.outbound.split import LIMIT, split, units


@given(st.text(max_size=400), st.integers(min_value=40, max_value=120))
def test_no_part_is_too_long_and_nothing_but_white_space_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert all(0 < len(part.encode("utf-16-le", "surrogatepass")) // 2 <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_that_fits_stays_whole() -> None:
    assert split("a" * LIMIT) == ["a" * LIMIT]


def test_a_blank_text_has_no_parts() -> None:
    assert split(" \n ") == []


@pytest.mark.parametrize("stop", [".", "!", "?", "۔", "…"])
def test_the_cut_is_made_after_a_sentence(stop: str) -> None:
    first = "One two three four five six seven eight" + stop

    assert split(f"{first} Nine ten eleven twelve.", 50) == [first, "Nine ten eleven twelve."]


def test_a_paragraph_is_a_better_cut_than_a_sentence() -> None:
    text = "First sentence here. And a second one.\n\nNew paragraph. It goes on and on."

    assert split(text, 60)[0] == "First sentence here. And a second one."


def test_without_a_sentence_the_cut_is_between_words() -> None:
    assert split("one two three four", 9) == ["one two", "three", "four"]


def test_characters_beyond_the_basic_plane_count_twice_and_are_never_cut() -> None:
    parts = split("😀" * 5000)

    assert [units(part) for part in parts] == [4096, 4096, 1808]


def test_a_family_is_not_torn_apart() -> None:
    family = "👨‍👩‍👧‍👦"

    parts = split("x" * 35 + family + "y" * 20, 40)

    assert parts[0] == "x" * 35
    assert parts[1].startswith(family)
