"""The shop's own lines, read from one YAML file a language and filled with localised values."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from string import Formatter

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal

from bot.conversations.tags import FALLBACK, meant

HERE = Path(__file__).parent
LOCALES = {"ur-Latn": "en_PK"}  # where dates and numbers are written as in another language
ISOLATE, END_ISOLATE = "\u2068", "\u2069"  # keep a left-to-right value whole within right-to-left text


class IncompleteTexts(Exception):
    """Some language lacks a line or a locale, or a line lacks or invents a value; the message lists them all."""


class Texts:
    """Implements the core's Wording. Times are told in `timezone`, the shop's."""

    def __init__(self, timezone: tzinfo, folder: Path = HERE) -> None:
        self._timezone = timezone
        self._lines = {path.stem: _read(path) for path in sorted(folder.glob("*.yml"))}
        _require_complete(self._lines)

    @property
    def languages(self) -> Sequence[str]:
        return tuple(self._lines)

    def say(self, language: str, key: str, **values: object) -> str:
        known = self.known(language)
        locale = _locale(known)
        shown = {name: self._show(value, locale) for name, value in values.items()}
        return self._lines[known][key].format(**shown)

    def known(self, tag: str) -> str:
        return meant(tag, self._lines)

    def _show(self, value: object, locale: Locale) -> str:
        text = self._plain(value, locale)
        return f"{ISOLATE}{text}{END_ISOLATE}" if locale.text_direction == "rtl" else text

    def _plain(self, value: object, locale: Locale) -> str:
        if isinstance(value, timedelta):
            return format_timedelta(value, granularity="minute", threshold=1.5, locale=locale)
        if isinstance(value, datetime):
            local = value.astimezone(self._timezone)
            day = format_date(local, "EEEE d MMMM", locale=locale)
            return f"{day}, {format_time(local, 'short', locale=locale)}"
        if isinstance(value, int):
            return format_decimal(value, locale=locale)
        return str(value)


def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language))


def _read(path: Path) -> Mapping[str, str]:
    lines = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {str(key): " ".join(str(line).split()) for key, line in lines.items()}


def _require_complete(languages: Mapping[str, Mapping[str, str]]) -> None:
    model = languages[FALLBACK]
    faults = []
    for language, lines in languages.items():
        faults += _without_locale(language)
        faults += [f"{language}.yml lacks the line {key!r}" for key in model.keys() - lines.keys()]
        faults += [
            f"{language}.yml has a line {key!r} unknown in {FALLBACK}.yml"
            for key in lines.keys() - model.keys()
        ]
        for key in model.keys() & lines.keys():
            wanted, given = _values(model[key]), _values(lines[key])
            if wanted != given:
                faults.append(
                    f"{language}.yml: {key!r} must use the values {sorted(wanted)}, not {sorted(given)}"
                )
    if faults:
        raise IncompleteTexts("The shop's lines are incomplete:\n" + "\n".join(sorted(faults)))


def _without_locale(language: str) -> list[str]:
    try:
        _locale(language)
    except (UnknownLocaleError, ValueError):
        return [f"{language}: LOCALES must name the locale in which its dates and numbers are written"]
    return []


def _values(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name}
