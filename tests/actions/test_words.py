"""The shop's own texts in other languages: read live, checked, and told in the customer's language."""

import pytest
import yaml

from actions.demo_shop.files import load
from actions.demo_shop.reading import FilesFaulty
from actions.demo_shop.words import ROOT, main, missing, stale, texts
from actions.vocabulary import Vocabulary


def translate(folder, words: dict[str, object], language: str = "xx") -> None:
    (folder.path / "words").mkdir(exist_ok=True)
    (folder.path / "words" / f"{language}.yml").write_text(yaml.safe_dump(words, allow_unicode=True), "utf-8")


async def test_a_text_of_the_shop_is_told_in_the_customers_language(shop, folder):
    translate(folder, {"worn indoors only": "kun brukt inne", "running shoes": ["løpesko", "joggesko"]})

    words = await shop.vocabulary("xx")

    assert words.say("worn indoors only") == "kun brukt inne"
    assert words.say("running shoes") == "løpesko"
    assert words.spellings("running shoes") == ("running shoes", "løpesko", "joggesko")


async def test_what_nobody_has_translated_stays_as_the_shop_wrote_it(shop):
    words = await shop.vocabulary("a language never heard of")

    assert words.say("worn indoors only") == "worn indoors only"


async def test_a_changed_translation_is_in_the_next_answer(shop, folder):
    translate(folder, {"unused": "ubrukt"})
    first = (await shop.vocabulary("xx")).say("unused")
    translate(folder, {"unused": "som ny"})

    assert first == "ubrukt"
    assert (await shop.vocabulary("xx")).say("unused") == "som ny"


def test_fields_that_are_filled_in_already_find_their_translation():
    words = Vocabulary({"Within {days} days, {day}.": ("Innen {days} dager, {day}.",), "Monday": ("mandag",)})

    assert words.say("Within 14 days, Monday.") == "Innen 14 dager, mandag."


def test_two_holidays_on_one_day_and_one_that_hangs_on_the_moon_are_told_too():
    words = Vocabulary(
        {"Ashura": ("عاشورہ",), "Iqbal Day": ("یوم اقبال",), "{holiday} (estimated)": ("{holiday} (متوقع)",)}
    )

    assert words.say("Ashura (estimated)") == "عاشورہ (متوقع)"
    assert words.say("Iqbal Day; Ashura") == "یوم اقبال; عاشورہ"


async def test_a_product_is_found_by_the_word_of_any_language(shop, folder):
    translate(folder, {"kettles": ["vannkokere", "vannkoker"]})

    found = await shop.search_products("vannkoker")

    assert {product.kind for product in found} == {"kettles"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"unused": ""}, "has no translation"),
        ({"unused": []}, "has no translation"),
        ({"Show {days}.": "Vis {dager}."}, "use exactly the {fields}"),
    ],
)
def test_a_faulty_translation_is_found_and_explained(folder, words, said):
    translate(folder, words)

    with pytest.raises(FilesFaulty, match=said):
        load(folder.path)


def test_what_a_language_lacks_is_listed_and_what_is_no_longer_there_too(folder):
    translate(folder, {"unused": "ubrukt", "a text of last year": "fjorårets"})

    files = load(folder.path)

    assert set(texts(files)) - set(missing(files, "xx")) == {"unused"}
    assert stale(files, "xx") == ["a text of last year"]


def test_figures_and_units_need_no_translation(folder):
    needed = texts(load(folder.path))

    assert {"yes", "no", "by hand", "Good Friday", "{holiday} (estimated)"} <= set(needed)
    assert not {"265 g", "20 W", "IPX4", "30 °C"} & set(needed)


def test_the_list_of_what_is_missing_can_be_filled_in_as_it_is(capsys):
    status = main(["--missing", "a language never heard of"])

    assert status == 1
    assert set(yaml.safe_load(capsys.readouterr().out)) == set(texts(load(ROOT / "data" / "shop")))
