"""Money, dates, hours and lists in the customer's language, and the phrases they are composed of."""

import functools
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from phonenumbers import PhoneNumberFormat, format_number, parse

from actions.shop import DayHours
from actions.vocabulary import Vocabulary

RESPONSES = Path(__file__).parents[1] / "data" / "responses"
# Where the locale is not the one that the language's own code names.
LOCALES = {"en": "en_GB", "ur-Latn": "en_PK"}
# Where the words between items are not those of the locale.
LINKS = {"ur-Latn": {"and": "aur", "or": "ya"}}
YEAR = re.compile(r"[\s,،]*y+")  # in a date pattern, with what parts it from the rest


@functools.cache
def locale_of(language: str) -> Locale:
    """British English's for a language that Babel does not know."""
    try:
        return Locale.parse(LOCALES.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(LOCALES["en"])


def _comma(locale: Locale) -> str:
    return str(locale.list_patterns["standard"]["middle"]).format("", "")


@functools.cache
def phrases(language: str) -> dict[str, list[str]]:
    """Every response of a language as plain variants; a language not written yet has none."""
    path = RESPONSES / f"{language}.yml"
    if not path.exists():
        return {}
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {key: [_text(variant) for variant in variants] for key, variants in found.items()}


def _text(variant: str | dict[str, Any]) -> str:
    return variant if isinstance(variant, str) else str(variant["text"])


class Wording:
    """Puts values into a language's words; whatever is a sentence stands in data/responses."""

    def __init__(self, language: str, currency: str = "EUR") -> None:
        self.language = language
        self.locale = locale_of(language)
        self.currency = currency
        self.vocabulary = Vocabulary()  # set from the shop before an errand is served

    def phrase(self, key: str, **values: Any) -> str:
        """A piece of a composed answer."""
        return self.variants(key)[0].format(**values)

    def variants(self, key: str) -> list[str]:
        """All variants of a phrase: for `utter_words_…` the words customers use for something."""
        return phrases(self.language).get(key) or phrases("en").get(key) or []

    def mentions(self, key: str, text: str) -> bool:
        """Whether a text has one of the words of `key` in it."""
        plain = text.replace("’", "'")
        return any(re.search(rf"\b{re.escape(word)}\b", plain, re.IGNORECASE) for word in self.variants(key))

    def is_only(self, key: str, text: str) -> bool:
        """Whether a text is one of the words of `key` and nothing else."""
        plain = re.sub(r"[^\w' ]", "", text.replace("’", "'")).strip().casefold()
        return plain in {word.casefold() for word in self.variants(key)}

    def begins_with(self, key: str, text: str) -> bool:
        """Whether a text begins with one of the words of `key`."""
        return any(re.match(rf"\W*{re.escape(word)}\b", text, re.IGNORECASE) for word in self.variants(key))

    def name(self, kind: str, value: str) -> str:
        """A colour, a category or the like in the customer's language, or as it is."""
        known = self.variants(f"utter_name_{kind}_{value}")
        return known[0] if known else value

    def of_shop(self, text: str) -> str:
        """A text of the shop's files in the customer's language."""
        return self.vocabulary.say(text)

    def money(self, amount: Decimal) -> str:
        return format_currency(amount, self.currency, locale=self.locale)

    def cost(self, amount: Decimal) -> str:
        """An amount that may be nothing."""
        return self.money(amount) if amount else self.phrase("utter_piece_free")

    def day(self, day: date) -> str:
        """A date with its weekday; the year only when it is another one."""
        full = self.locale.date_formats["full"].pattern
        this_year = day.year == datetime.now(UTC).year
        return format_date(day, YEAR.sub("", full) if this_year else full, locale=self.locale)

    def weekday(self, day: date) -> str:
        return format_date(day, "EEEE", locale=self.locale)

    def moment(self, moment: datetime, timezone: str) -> str:
        """A date and a time of day in the shop's time zone."""
        local = moment.astimezone(ZoneInfo(timezone))
        return f"{self.day(local.date())}, {self.clock(local.time())}"

    def clock(self, moment: time) -> str:
        return format_time(moment, "short", locale=self.locale)

    def hours(self, hours: DayHours) -> str:
        """The opening hours of a day, or that it is closed."""
        if not hours.spans:
            return self.phrase("utter_piece_closed")
        return self.every(f"{self.clock(start)}–{self.clock(end)}" for start, end in hours.spans)

    def days(self, count: int) -> str:
        return self._counted("days", count)

    def working_days(self, most: int, least: int | None = None) -> str:
        """A number or a range of working days, worded as the language's plural wants it."""
        count = f"{least}–{most}" if least not in {None, most} else str(most)
        return self.phrase(f"utter_piece_working_days_{self.locale.plural_form(most)}", count=count)

    def percent(self, count: int) -> str:
        return format_percent(Decimal(count) / 100, locale=self.locale)

    def number(self, count: int) -> str:
        return format_decimal(count, locale=self.locale)

    def months(self, count: int) -> str:
        return self._counted("months", count)

    def hours_long(self, count: int) -> str:
        return self._counted("hours", count)

    def years(self, count: int) -> str:
        return self._counted("years", count)

    def _counted(self, unit: str, count: int) -> str:
        """Worded by the responses: Babel has no long names of units in every language."""
        plural = self.locale.plural_form(count)
        return self.phrase(f"utter_piece_{unit}_{plural}", count=self.number(count))

    def distance(self, kilometres: float) -> str:
        """In metres up to one kilometre; beyond ten without a fraction."""
        if kilometres < 1:
            return format_unit(
                round(kilometres * 1000, -1), "length-meter", length="short", locale=self.locale
            )
        rounded = round(kilometres, 1) if kilometres < 10 else round(kilometres)
        return format_unit(rounded, "length-kilometer", length="short", locale=self.locale)

    def phone(self, number: str) -> str:
        return format_number(parse(number), PhoneNumberFormat.INTERNATIONAL)

    def country(self, code: str) -> str:
        return str(self.locale.territories.get(code, code))

    def every(self, items: Iterable[str]) -> str:
        """One, two and three."""
        return self._joined(list(items), "and")

    def row(self, items: Iterable[str]) -> str:
        """One, two, three."""
        return _comma(self.locale).join(items)

    def either(self, items: Iterable[str]) -> str:
        """One, two or three."""
        return self._joined(list(items), "or")

    def _joined(self, items: list[str], style: Literal["and", "or"]) -> str:
        if word := LINKS.get(self.language, {}).get(style):
            return f" {word} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
        return format_list(items, style="standard" if style == "and" else style, locale=self.locale)

    def lines(self, items: Iterable[str]) -> str:
        return "\n".join(f"• {item}" for item in items)
