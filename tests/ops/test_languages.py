"""What a language lacks is listed; adding one is adding the files that the list names.

Mutations that were made and seen to fail here: looking at files only, at what is in them only, not at the table of
names, not at the shop's words, not at a language that has no file.
"""

import re
import shutil
from pathlib import Path

import pytest

from bot.settings import ROOT
from engine.languages import FILES, languages, missing

TOY = "qpl"
NAMED = f"engine/nlu/language/request.py: NAMES does not say how {TOY} is called"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The English files of the product, and a language with the same in them."""
    for pattern in FILES:
        for model in ROOT.glob(pattern.replace("CODE", "en")):
            copy = tmp_path / model.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(model, copy)
            shutil.copy(model, twin(copy))
    (tmp_path / "data/shop/words").mkdir(parents=True)
    (tmp_path / f"data/shop/words/{TOY}.yml").touch()
    return tmp_path


def twin(file: Path) -> Path:
    return file.with_name(file.name.replace("en.", f"{TOY}."))


def test_no_language_of_the_product_lacks_anything() -> None:
    assert list(missing(ROOT)) == []


def test_every_language_of_the_product_is_looked_at() -> None:
    assert languages(ROOT) == {file.stem for file in (ROOT / "data/responses").glob("*.yml")}


def test_a_language_with_every_file_lacks_its_names_alone(project: Path) -> None:
    assert list(missing(project)) == [NAMED]


@pytest.mark.parametrize("pattern", FILES)
def test_a_missing_file_and_what_is_missing_in_one_are_named(project: Path, pattern: str) -> None:
    model = next(project.glob(pattern.replace("CODE", "en")))
    ours = twin(model)
    part = FILES[pattern].search(ours.read_text("utf-8"))
    assert part is not None
    ours.write_text(ours.read_text("utf-8").replace(part[0], "# nothing", 1), "utf-8")
    [lacking, _] = missing(project)
    ours.unlink()
    [gone, _] = missing(project)

    assert lacking == f"{ours.relative_to(project)} lacks {part[1]}"
    assert gone == f"{ours.relative_to(project)} is missing"


def test_the_shops_own_words_are_asked_for(project: Path) -> None:
    (project / f"data/shop/words/{TOY}.yml").unlink()

    assert f"data/shop/words/{TOY}.yml is missing" in list(missing(project))


def test_a_long_list_says_how_many_more(project: Path) -> None:
    (project / f"bot/wording/{TOY}.yml").write_text("", "utf-8")

    [told] = [line for line in missing(project) if "wording" in line]
    assert told.startswith(f"bot/wording/{TOY}.yml lacks agent_joined, ")
    assert told.endswith(" more")


def test_a_language_without_any_file_can_be_asked_for() -> None:
    told = list(missing(ROOT, ["sv"]))

    assert "data/responses/sv.yml is missing" in told
    assert all("sv" in line for line in told)


def test_the_page_on_languages_names_every_place() -> None:
    page = (ROOT / "docs/languages.md").read_text("utf-8")
    named = {pattern: re.escape(pattern.replace("CODE", "sv")).replace(r"\*", r"\w+") for pattern in FILES}

    assert [pattern for pattern, name in named.items() if not re.search(name, page)] == []
