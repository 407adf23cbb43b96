"""Dates as yyyy-mm-dd: written out, in figures, or as a holiday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from engine.nlu.entities.found import Context, Found, OneOf, digits

MONTHS = (
    r"jan(?:uary|uar|uari)?|tammikuu(?:ta|n)?|gen(?:naio)?|جنوری|jan[wv]ari",
    r"feb(?:ruary|ruar)?|helmikuu(?:ta|n)?|febbraio|فروری|far[wv]ari",
    r"mar(?:ch)?|mars|maaliskuu(?:ta|n)?|marzo|مارچ",
    r"apr(?:il)?|huhtikuu(?:ta|n)?|aprile|اپریل|aprail",
    r"may|mai|toukokuu(?:ta|n)?|mag(?:gio)?|مئی",
    r"june?|juni|kesäkuu(?:ta|n)?|giu(?:gno)?|جون|joon",
    r"july?|juli|heinäkuu(?:ta|n)?|lug(?:lio)?|جولائی|julai",
    r"aug(?:ust)?|elokuu(?:ta|n)?|agosto|اگست|agast",
    r"sept?(?:ember)?|syyskuu(?:ta|n)?|settembre|ستمبر|sitamba?r",
    r"oct(?:ober)?|okt(?:ober)?|lokakuu(?:ta|n)?|ott(?:obre)?|اکتوبر|[ao]ktoba?r",
    r"nov(?:ember)?|marraskuu(?:ta|n)?|novembre|نومبر|na[wv]amba?r",
    r"dec(?:ember)?|des(?:ember)?|joulukuu(?:ta|n)?|dic(?:embre)?|دسمبر|disamba?r",
)
MONTH = "|".join(f"(?P<m{i}>{names})" for i, names in enumerate(MONTHS, 1))
YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
DAY = r"(?P<day>\d{1,2}|primo)(?:st|nd|rd|th|\.|°)?"
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
FIXED = {
    (12, 24): "christmas eve|xmas eve|julaften|jouluaattona?|vigilia di natale",
    (12, 25): "christmas(?: day)?(?! eve)|xmas(?: day)?(?! eve)|(?:første )?juledag|joulupäivänä?|natale"
    "|jouluna|(?:1\\.|første) juledag|کرسمس|krismas",
    (12, 26): "boxing day|(?:2\\.|andre) juledag|tapaninpäivänä?|santo stefano",
    (
        12,
        31,
    ): "new year['’]?s eve|nyttårsaften|uudenvuodenaattona?|capodanno vigilia|san silvestro|ultimo dell['’]anno",
    (1, 6): "loppiaisena?|befana|epifania",
    (11, 1): "ognissanti",
    (1, 1): "uutenavuotena|new year['’]?s day|nyttårsdag(?:en)?|uudenvuodenpäivänä?|capodanno",
    (5, 1): "vappuna|vapunpäivänä",
    (5, 17): "grunnlovsdagen|(?:norwegian )?constitution day",
    (8, 14): "یوم آزادی|youm e azadi",
    (8, 15): "ferragosto",
    (12, 6): "itsenäisyyspäivänä?",
    (12, 8): "immacolata",
}
EASTER = {
    -3: "skjærtorsdag|kiirastorstaina?|giovedì santo",
    -1: "påskeaften",
    39: "kristi himmelfart(?:sdag)?|helatorstaina?",
    -2: "good friday|langfredag(?:en)?|pitkäperjantaina?|venerdì santo",
    0: "easter sunday|easter|første påskedag|pääsiäispäivänä?|pääsiäisenä|pasqua",
    1: "easter monday|andre påskedag|toise?na? pääsiäispäivänä?|pasquetta",
}
HOLIDAYS = OneOf("date", {f"{month} {day}": names for (month, day), names in FIXED.items()})
AROUND_EASTER = OneOf("date", {str(days): names for days, names in EASTER.items()})


def find(text: str, context: Context) -> Iterator[Found]:
    """A date without a year is the one nearest to today; a holiday is the next one."""
    for pattern in (*WRITTEN, *FIGURES):
        for match in pattern.finditer(text):
            if day := _read(match, context.today):
                yield Found("date", day.isoformat(), match.start(), match.end())
    years = (context.today.year, context.today.year + 1)
    for named in HOLIDAYS.find(text):
        month, number = map(int, named.value.split())
        yield _as_date(named, _next(context.today, [date(year, month, number) for year in years]))
    for named in AROUND_EASTER.find(text):
        days = [easter(year) + timedelta(int(named.value)) for year in years]
        yield _as_date(named, _next(context.today, days))


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
    number, month = int(digits(groups["day"]) or 1), int(digits(str(month)))
    try:
        if groups.get("year"):
            return date(2000 + int(digits(groups["year"])) % 100, month, number)
        years = (today.year - 1, today.year, today.year + 1)
        return min((date(year, month, number) for year in years), key=lambda day: abs(day - today))
    except ValueError:  # the 31st of June
        return None


def _next(today: date, days: Iterable[date]) -> date:
    return next(day for day in days if day >= today)


def _as_date(named: Found, day: date) -> Found:
    return Found("date", day.isoformat(), named.start, named.end)
