"""Values in a message, in all five languages where the rule does not depend on the language.

Mutations that were made and seen to fail here: reading `\\d` digits as they stand; letting the
shorter of two overlapping values win; not looking at what a form asks for; no fuzzy spelling.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.programs import EnginePython

# Today is Sunday 22 November 2026.
FOUND: list[tuple[str, list[tuple[str, str]]]] = [
    ("where is my order #10442?", [("order_number", "10442")]),
    ("10442", [("order_number", "10442")]),
    ("order10442", [("order_number", "10442")]),
    ("Hei, ordrenummer er 10500", [("order_number", "10500")]),
    ("tilausnumeroni on 10500", [("order_number", "10500")]),
    ("il mio ordine n. 10500", [("order_number", "10500")]),
    ("میرا آرڈر ۱۰۴۴۲ کہاں ہے", [("order_number", "10442")]),
    ("no, order 10452", [("order_number", "10452")]),
    ("order 104429", [("order_number", "104429")]),
    ("I paid 10442 kr", [("amount", "10442")]),
    ("order 10442, postcode 0366", [("order_number", "10442"), ("postcode", "0366")]),
    ("10442 00100", [("order_number", "10442"), ("postcode", "00100")]),
    ("00100", [("postcode", "00100")]),
    ("0366", [("postcode", "0366")]),
    ("postnummeret er 5014", [("postcode", "5014")]),
    ("postinumeroni on 00100", [("postcode", "00100")]),
    ("CAP 20121", [("postcode", "20121")]),
    ("sw1a1aa", [("postcode", "SW1A 1AA")]),
    ("M1  1AE please", [("postcode", "M1 1AE")]),
    ("I bought it in 2024", []),
    ("my e-mail is Kari.Nordmann@Example.NO.", [("email", "kari.nordmann@example.no")]),
    ("call +47 22 33 44 55", [("phone", "+4722334455")]),
    ("00358 40 123 4567", [("phone", "+358401234567")]),
    ("open on sunday", [("weekday", "sunday")]),
    ("åpent på søndager", [("weekday", "sunday")]),
    ("oletteko auki sunnuntaina", [("weekday", "sunday")]),
    ("aperto di domenica", [("weekday", "sunday")]),
    ("اتوار کو کھلا ہے", [("weekday", "sunday")]),
    ("the sun is out", []),
    ("today", [("date", "2026-11-22")]),
    ("i morgen", [("date", "2026-11-23")]),
    ("huomenna", [("date", "2026-11-23")]),
    ("dopodomani", [("date", "2026-11-24")]),
    ("آج", [("date", "2026-11-22")]),
    ("on 24 December", [("date", "2026-12-24")]),
    ("24. desember", [("date", "2026-12-24")]),
    ("24. joulukuuta", [("date", "2026-12-24")]),
    ("24 dicembre", [("date", "2026-12-24")]),
    ("۲۴ دسمبر", [("date", "2026-12-24")]),
    ("January 5th", [("date", "2027-01-05")]),
    ("I got it on 03.11.", [("date", "2026-11-03")]),
    ("24/12/2025", [("date", "2025-12-24")]),
    ("2026-12-24", [("date", "2026-12-24")]),
    ("31 June", []),
    ("christmas eve", [("date", "2026-12-24")]),
    ("open at christmas", [("date", "2026-12-25")]),
    ("good friday", [("date", "2027-03-26")]),
    ("is the store in bergen open", [("town", "Bergen")]),
    ("a shop in Helsingfors", [("town", "Helsinki")]),
    ("negozio a milan", [("town", "Milano")]),
    ("لاہور", [("town", "Lahore")]),
    ("store hours bergn", [("town", "Bergen")]),
    ("do you have a shop in paris", [("town", "Paris")]),
    ("are you in Stoke on Trent", [("town", "Stoke On Trent")]),
    ("is it in stock", []),
    ("talk to a person in your store", []),
    ("Fjell Runner", [("category", "shoes"), ("product", "Fjell Runner")]),
    ("a running shoe", [("category", "shoes"), ("product", "running shoes")]),
    ("return shoes", [("category", "shoes")]),
    ("and the home stuff", [("category", "home")]),
    ("returnere sko", [("category", "shoes")]),
    ("palauttaa kengät", [("category", "shoes")]),
    ("restituire le scarpe", [("category", "shoes")]),
    ("جوتے واپس", [("category", "shoes")]),
    ("do you have them in 42", [("size", "42")]),
    ("size 43,5", [("size", "43.5")]),
    ("what sizes does it come in", []),
    ("størrelse 42", [("size", "42")]),
    ("koko 42", [("size", "42")]),
    ("taglia 42", [("size", "42")]),
    ("سائز 42", [("size", "42")]),
    ("i take it in a medium", [("size", "M")]),
    ("xl", [("size", "XL")]),
    ("2xl", [("size", "XXL")]),
    ("140x200", [("size", "140x200")]),
    ("I'm", []),
    ("the black one", [("color", "black")]),
    ("den svarte", [("color", "black")]),
    ("musta", [("color", "black")]),
    ("nero", [("color", "black")]),
    ("کالا", [("color", "black")]),
    ("it cost 12,50 €", [("amount", "12.50")]),
    ("€1.250", [("amount", "1250")]),
    ("20 euro", [("amount", "20")]),
]


@pytest.fixture(scope="module")
def found(ask: EnginePython) -> dict[str, list[tuple[str, str]]]:
    results = ask([{"call": "entities", "text": text} for text, _ in FOUND])
    return {
        text: [(name, value) for name, value in result]
        for (text, _), result in zip(FOUND, results, strict=False)
    }


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_a_value_is_found_and_written_the_one_way(
    found: dict[str, list[tuple[str, str]]], text: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(found[text]) == sorted(expected)


def test_what_a_form_asks_for_decides_how_a_bare_word_is_read(ask: EnginePython) -> None:
    asked = [
        ("20121", "postcode", [["postcode", "20121"]]),
        ("20121", "order_number", [["order_number", "20121"]]),
        ("no, order 20121", "postcode", [["order_number", "20121"]]),
        ("42", "size", [["size", "42"]]),
        ("42", None, []),
        ("drammen", "town", [["town", "Drammen"]]),
        ("drammen", None, []),
    ]
    results = ask([{"call": "entities", "text": text, "requested": slot} for text, slot, _ in asked])

    assert results == [expected for _, _, expected in asked]


def test_a_national_phone_number_is_completed_with_the_country_of_the_language(ask: EnginePython) -> None:
    numbers = {
        "nb": ("22 33 44 55", "+4722334455"),
        "fi": ("040 123 4567", "+358401234567"),
        "it": ("06 1234 5678", "+390612345678"),
        "ur": ("0300 1234567", "+923001234567"),
        "en": ("07911 123456", "+447911123456"),
    }
    calls = [{"call": "entities", "text": text, "language": name} for name, (text, _) in numbers.items()]

    assert ask(calls) == [[["phone", number]] for _, number in numbers.values()]


def test_words_are_cut_alike_in_all_scripts(ask: EnginePython) -> None:
    texts: dict[str, list[str]] = {
        "order10442": ["order", "10442"],
        "42/XL": ["42", "/", "XL"],
        "میرا آرڈر کہاں ہے؟": ["میرا", "آرڈر", "کہاں", "ہے", "؟"],
        "kari@example.no": ["kari@example.no"],
    }

    assert ask([{"call": "tokens", "text": text} for text in texts]) == list(texts.values())


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        ([["greet", 0.9], ["thank", 0.05]], ["answer", "greet", "greet"]),
        ([["greet", 0.6], ["thank", 0.3]], ["ask", "greet", "nlu_fallback"]),
        ([["greet", 0.6], ["out_of_scope", 0.3]], ["answer", "greet", "greet"]),
        ([["out_of_scope", 0.7], ["thank", 0.25]], ["reject", "out_of_scope", "out_of_scope"]),
        ([["out_of_scope", 0.3], ["thank", 0.2]], ["ask", "out_of_scope", "nlu_fallback"]),
        ([], ["ask", "nlu_fallback", "nlu_fallback"]),
    ],
)
def test_what_costs_least_is_decided_and_the_policies_are_told_to_ask(
    ask: EnginePython, ranking: list[list[Any]], expected: list[str]
) -> None:
    assert ask([{"call": "decision", "ranking": ranking}]) == [expected]


def test_nothing_but_a_value_is_information_whatever_the_ranking_says(ask: EnginePython) -> None:
    entity = {"entity": "town", "value": "Bergen", "start": 0, "end": 6}
    call = {"call": "decision", "ranking": [["greet", 0.9]], "entities": [entity]}

    assert ask([{**call, "text": "Bergen!"}, {**call, "text": "Bergen hours"}]) == [
        ["answer", "inform", "inform"],
        ["answer", "greet", "greet"],
    ]
