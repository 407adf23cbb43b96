"""Words that mean the same are the same, however they are typed."""

import pytest

from actions.demo_shop.spelling import closest, plain, stems


@pytest.mark.parametrize(
    ("typed", "same"),
    [("كراچي", "کراچی"), ("TROMSØ", "tromso"), ("Sengetøy", "sengetoy"), ("men’s  shoes!", "men's shoes")],
)
def test_case_accents_and_keyboards_make_no_difference(typed, same):
    assert plain(typed) == plain(same)


def test_singular_and_plural_are_one():
    assert stems("dresses boots glass watches") == stems("dress boot glass watch")


def test_short_words_and_numbers_are_not_guessed_at():
    assert closest("rum", {"rug"}) == {}
    assert closest("10042", {"10043"}) == {}
    assert list(closest("jaket", {"jacket", "basket"})) == ["jacket"]
