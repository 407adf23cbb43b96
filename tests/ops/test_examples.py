"""The lint of training examples; `make check` runs it over data/nlu."""

from pathlib import Path

import pytest

from engine.lint import Example, balance, faults, read


def example(text: str, intent: str = "order_status", language: str = "en") -> Example:
    return Example(text, intent, language, f"orders.{language}.yml")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Where is my order?", "where is my order"),
        ("where is order 10442", "where is order 977"),
        ("where did you say that my parcel is now", "where did you say that my parcel is now then"),
        ("10442", "10442"),
    ],
)
def test_two_examples_that_are_nearly_one_are_named(one: str, two: str) -> None:
    [fault] = faults([example(one), example(two)])

    assert repr(one) in fault
    assert repr(two) in fault


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("where is my order", "when does it come"),
        ("10442", "10443"),
        ("👍", "👎"),
        ("kor e pakka", "pakka e borte"),
        ("not in", "not on"),
    ],
)
def test_examples_that_say_something_else_pass(one: str, two: str) -> None:
    assert not list(faults([example(one), example(two)]))


def test_one_text_under_two_intents_is_a_leak() -> None:
    [fault] = faults([example("cancel it please"), example("Cancel it, please!", "cancel_order")])

    assert "under order_status" in fault


def test_languages_may_share_a_text() -> None:
    assert not list(faults([example("ok"), example("ok", language="nb")]))


def test_a_pair_is_found_among_many() -> None:
    """Fails when pairs are looked for by a piece that only one of the two holds."""
    many = [example(f"{word} comes with the {word} of all") for word in "abcdefgh"]
    pair = [example("has the courier lost my parcel again"), example("has the courier lost my parcels again")]

    assert [fault for fault in faults([pair[0], *many, pair[1]]) if "parcels" in fault]


def test_the_table_counts_by_intent_and_language() -> None:
    table = balance([example("a"), example("b"), example("c", language="nb"), example("d", "greet")])

    assert table.splitlines()[-1].split() == ["all", "3", "1"]


def test_a_file_of_another_shape_is_named(tmp_path: Path) -> None:
    (tmp_path / "orders.en.yml").write_text("nlu: [{intent: greet}]")

    with pytest.raises(ValueError, match=r"orders\.en\.yml"):
        read(tmp_path)
