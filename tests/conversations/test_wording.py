"""The shop's own lines: complete in every language, and short where there is little room."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.conversations.buttons import languages
from bot.wording.texts import HERE, IncompleteTexts, Texts

LANGUAGES = sorted(path.stem for path in HERE.glob("*.yml"))
MODEL = yaml.safe_load((HERE / "en.yml").read_text(encoding="utf-8"))
TELEGRAMS_LIMITS = {"telegram_about": 120, "telegram_description": 512}  # core.telegram.org/bots/api


def lines_of(language: str) -> dict[str, str]:
    return dict(yaml.safe_load((HERE / f"{language}.yml").read_text(encoding="utf-8")))


def test_every_language_that_can_be_chosen_has_every_line_and_no_other() -> None:
    assert set(Texts(ZoneInfo("Europe/Oslo")).languages) == set(LANGUAGES)
    for language in LANGUAGES:
        assert lines_of(language).keys() == MODEL.keys()


def test_a_missing_line_stops_the_start_and_is_named(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("hello: Hello {name}\nbye: Bye\n", encoding="utf-8")
    (tmp_path / "fi.yml").write_text("hello: Hei {nimi}\n", encoding="utf-8")

    with pytest.raises(IncompleteTexts, match=r"fi\.yml lacks the line 'bye'"):
        Texts(ZoneInfo("Europe/Oslo"), tmp_path)


def test_a_file_more_is_a_language_more(tmp_path: Path) -> None:
    for language in ("en", "sv"):
        (tmp_path / f"{language}.yml").write_text(f"language_name: {language}\n", encoding="utf-8")
    texts = Texts(ZoneInfo("Europe/Oslo"), tmp_path)

    assert texts.known("sv-SE") == "sv"
    assert [button.payload for button in languages(texts)] == ["shopdesk:lang:en", "shopdesk:lang:sv"]


def test_a_language_whose_dates_nobody_can_write_is_refused_at_the_start(tmp_path: Path) -> None:
    for language in ("en", "qpl"):
        (tmp_path / f"{language}.yml").write_text("hello: hello\n", encoding="utf-8")

    with pytest.raises(IncompleteTexts, match="qpl: LOCALES must name"):
        Texts(ZoneInfo("Europe/Oslo"), tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_was_left_in_english(language: str) -> None:
    same = {key for key, line in lines_of(language).items() if line == MODEL[key]}

    assert same <= (set(MODEL) if language == "en" else {"telegram_start", "assistant", "transcript_at"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_telegrams_profile_fit_where_they_are_shown(language: str) -> None:
    lines = lines_of(language)

    named = [key for key in lines if key.endswith("_button") and not key.endswith("old_button")]
    assert all(len(lines[key]) <= 24 for key in named)
    assert all(len(lines[key]) <= most for key, most in TELEGRAMS_LIMITS.items())
