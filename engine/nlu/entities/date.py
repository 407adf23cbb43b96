"""Dates as yyyy-mm-dd: written out, in figures, as today and tomorrow, or as a holiday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from engine.nlu.entities.found import Context, Found, digits, words

MONTHS = (
    r"jan(?:uary|uar|uari)?|tammikuu(?:ta|n)?|gennaio|جنوری",
    r"feb(?:ruary|ruar)?|helmikuu(?:ta|n)?|febbraio|فروری",
    r"mar(?:ch)?|mars|maaliskuu(?:ta|n)?|marzo|مارچ",
    r"apr(?:il)?|huhtikuu(?:ta|n)?|aprile|اپریل",
    r"may|mai|toukokuu(?:ta|n)?|maggio|مئی",
    r"june?|juni|kesäkuu(?:ta|n)?|giugno|جون",
    r"july?|juli|heinäkuu(?:ta|n)?|luglio|جولائی",
    r"aug(?:ust)?|elokuu(?:ta|n)?|agosto|اگست",
    r"sept?(?:ember)?|syyskuu(?:ta|n)?|settembre|ستمبر",
    r"oct(?:ober)?|okt(?:ober)?|lokakuu(?:ta|n)?|ottobre|اکتوبر",
    r"nov(?:ember)?|marraskuu(?:ta|n)?|novembre|نومبر",
    r"dec(?:ember)?|des(?:ember)?|joulukuu(?:ta|n)?|dicembre|دسمبر",
)
MONTH = "|".join(f"(?P<m{i}>{names})" for i, names in enumerate(MONTHS, 1))
YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|°)?"
WRITTEN = (
    re.compile(rf"(?<![\w.,]){DAY}\s*(?:of\s+)?(?:{MONTH})\.?(?!\w){YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\w)(?:{MONTH})\.?\s+{DAY}(?![\w:]){YEAR}(?!\d)", re.IGNORECASE),
)
FIGURES = (
    re.compile(r"(?<![\w./-])(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\w-])"),
    re.compile(
        r"(?<![\w./-])(?P<day>\d{1,2})(?P<s>[./-])(?P<month>\d{1,2})(?P=s)(?P<year>(?:20)?\d\d)(?![\w/-]|\.\d)"
    ),
    re.compile(r"(?<![\w./-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\d)"),
    re.compile(r"(?<![\w./-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/])"),
)
RELATIVE = {
    0: words("today", "tonight", "tonite", "i dag", "idag", "i kveld", "tänään", "oggi", "stasera", "آج"),
    1: words("tomm?orr?ow", "tmrw", "tmr", "i morgen", "imorgen", "huomenna", "domani", "آنے والا کل"),
    2: words("day after tomorrow", "i overmorgen", "ylihuomenna", "dopodomani", "پرسوں"),
    -1: words("yesterday", "i går", "igår", "eilen", "ieri"),
}
FIXED = {
    (12, 24): words("christmas eve", "xmas eve", "julaften", "jouluaattona?", "vigilia di natale"),
    (12, 25): words(
        "christmas(?: day)?(?! eve)",
        "xmas(?: day)?(?! eve)",
        "(?:første )?juledag",
        "joulupäivänä?",
        "natale",
    ),
    (12, 26): words("boxing day", "andre juledag", "tapaninpäivänä?", "santo stefano"),
    (12, 31): words("new year'?s eve", "nyttårsaften", "uudenvuodenaattona?", "capodanno vigilia"),
    (1, 1): words("new year'?s day", "nyttårsdag", "uudenvuodenpäivänä?", "capodanno"),
    (5, 17): words("grunnlovsdagen", "(?:norwegian )?constitution day"),
}
EASTER = {
    -2: words("good friday", "langfredag", "pitkäperjantaina?", "venerdì santo"),
    0: words("easter sunday", "easter", "første påskedag", "pääsiäispäivänä?", "pasqua"),
    1: words("easter monday", "andre påskedag", "toinen pääsiäispäivä", "pasquetta"),
}


def find(text: str, context: Context) -> Iterator[Found]:
    """A date without a year is the one nearest to today; a holiday is the next one."""
    for pattern in (*WRITTEN, *FIGURES):
        for match in pattern.finditer(text):
            if day := _read(match, context.today):
                yield Found("date", day.isoformat(), match.start(), match.end())
    for offset, pattern in RELATIVE.items():
        yield from _all(pattern, text, context.today + timedelta(offset))
    years = (context.today.year, context.today.year + 1)
    for (month, number), pattern in FIXED.items():
        days = [date(year, month, number) for year in years]
        yield from _all(pattern, text, _next(context.today, days))
    for offset, pattern in EASTER.items():
        days = [easter(year) + timedelta(offset) for year in years]
        yield from _all(pattern, text, _next(context.today, days))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _read(match: re.Match[str], today: date) -> date | None:
    groups = match.groupdict()
    month = groups.get("month") or next(i for i in range(1, 13) if groups.get(f"m{i}"))
    number, month = int(digits(groups["day"])), int(digits(str(month)))
    try:
        if groups.get("year"):
            return date(2000 + int(digits(groups["year"])) % 100, month, number)
        years = (today.year - 1, today.year, today.year + 1)
        return min((date(year, month, number) for year in years), key=lambda day: abs(day - today))
    except ValueError:  # the 31st of June
        return None


def _next(today: date, days: Iterable[date]) -> date:
    return next(day for day in days if day >= today)


def _all(pattern: re.Pattern[str], text: str, day: date) -> Iterator[Found]:
    for match in pattern.finditer(text):
        yield Found("date", day.isoformat(), match.start(), match.end())
