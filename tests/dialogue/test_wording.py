"""Figures read as the customer's language writes them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from actions.wording import RESPONSES, Wording

LANGUAGES = sorted(file.stem for file in RESPONSES.glob("*.yml"))


@pytest.mark.parametrize(
    ("language", "written"), [("en", "€4.90"), ("nb", "4,90\xa0€"), ("fi", "4,90\xa0€"), ("it", "4,90\xa0€")]
)
def test_money_is_written_as_the_language_does(language: str, written: str) -> None:
    assert Wording(language).money(Decimal("4.90")) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "Sunday 22 November"), ("nb", "søndag 22. november"), ("it", "domenica 22 novembre")],
)
def test_a_day_has_its_weekday_and_no_needless_year(language: str, written: str) -> None:
    told = Wording(language).day(date(datetime.now(UTC).year, 11, 22))

    assert told.split()[1:] == written.split()[1:]


def test_another_year_is_written_out() -> None:
    assert "2031" in Wording("en").day(date(2031, 1, 2))


def test_a_list_in_roman_urdu_is_joined_by_its_own_words() -> None:
    words = Wording("ur-Latn")

    assert words.every(["kala", "neela", "safaid"]) == "kala, neela aur safaid"
    assert words.either(["kala", "neela"]) == "kala ya neela"
    assert words.every(["kala"]) == "kala"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_say_hours_days_and_lists(language: str) -> None:
    words = Wording(language)

    assert words.clock(time(10, 0))
    assert words.days(14)
    assert words.every(["a", "b", "c"])
    assert words.country("NO") != "NO"


def test_a_row_has_the_commas_of_its_script() -> None:
    assert [Wording(code).row(["a", "b", "c"]) for code in ("en", "ur", "ur-Latn")] == [
        "a, b, c",
        "a، b، c",
        "a, b, c",
    ]


def test_a_language_that_no_locale_is_known_for_has_the_figures_of_english() -> None:
    assert Wording("qpl").money(Decimal("4.90")) == "€4.90"


def test_a_range_of_working_days_has_the_plural_of_its_end() -> None:
    words = Wording("en")

    assert words.working_days(1) == "1 working day"
    assert words.working_days(4, 2) == "2–4 working days"


def test_words_of_a_customer_are_found_whole_and_with_any_apostrophe() -> None:
    words = Wording("en")

    assert words.mentions("utter_words_reason_wrong_size", "they don’t fit")
    assert not words.mentions("utter_words_all", "allegedly")


def test_what_has_no_name_in_the_language_keeps_its_own() -> None:
    assert Wording("en").name("color", "mauve") == "mauve"
