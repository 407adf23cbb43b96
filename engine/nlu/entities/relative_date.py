"""Dates told from today: next friday, in three days, a week ago, the 24th, kal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from engine.nlu.entities.found import Context, Found, OneOf, digits
from engine.nlu.entities.numbers import NUMBER, value
from engine.nlu.entities.weekday import DAYS, DAYS_IN_ONE, FINDER

DAYS_AWAY = {
    0: "today|tonight|tonite|i dag|idag|i kveld|ikveld|tänään|tänä iltana|oggi|stasera|stamattina|آج|aa?j",
    1: "tomm?orr?ow|tmrw|tmr|tmw|2moro|i ?morgen|i ?morr?a|i ?mårr?a|i morgon|huomenna|huomen|huomiseksi"
    "|domani|domattina|آنے والا کل",
    2: "day after tomorrow|i overmorgen|ylihuomenna|ylihuomiseksi|dopo ?domani",
    -1: "yesterday|yday|i ?går|eilen|eilinen|ieri",
    -2: "day before yesterday|i forgårs|toissapäivänä|avantieri|(?:l['’])?altro ?ieri|ieri l['’]altro",
}
PLAIN = OneOf("date", {str(days): words for days, words in DAYS_AWAY.items()})
# Urdu has one word for yesterday and tomorrow, and one for the days beyond: the verb tells which.
EITHER = re.compile(r"(?<!\w)(?:(?P<one>کل|kal|kl)|(?P<two>پرسوں|parson|parsoo?n?))(?!\w)", re.IGNORECASE)
PAST = re.compile(
    r"(?<!\w)(?:th[aie]y?|gay[ai]|gy[ai]|aa?ya|aa?yi|mil[ai]|hu[ai]|liya|li|khareed[ai]|diya|dia|kiya|ki thi|jeet[ai]?"
    r"|تھا|تھی|تھے|گیا|گئی|گئے|آیا|آئی|ملا|ملی|ہوا|ہوئی|لیا|خریدا|دیا)(?!\w)",
    re.IGNORECASE,
)
FUTURE = re.compile(r"(?:(?<!\w)|(?<=\w))(?:g[aie]y?|گا|گی|گے)(?!\w)", re.IGNORECASE)
NEXT = re.compile(
    rf"(?<!\w)(?:(?:next|this coming|coming|neste|førstkommende|kommende|ensi|tuleva\w*|prossim[oa]|اگل[ےا]"
    rf"|آنے وال[ےا]|agl[aey]+|aane wal[aey]+)\s(?P<after>{DAYS_IN_ONE})"
    rf"|(?P<before>{DAYS_IN_ONE})\s(?:prossim[oa]|che viene))(?!\w)",
    re.IGNORECASE,
)
SPAN = (
    r"(?:(?P<days>days?|dag(?:er|ar)?|döör|päivää?n?|giorn[oi]|دن(?:وں)?|din(?:on)?)"
    r"|(?P<weeks>weeks?|uke[rn]?|veke[rn]?|viikkoa?n?|viikon|settiman[ae]|ہفت[ہے]|haft?[aey]+))"
)
PERIOD = re.compile(rf"(?<!\w){SPAN}(?!\w)", re.IGNORECASE)
AGO = re.compile(
    rf"(?<!\w)(?:for\s)?(?P<number>{NUMBER}\s)?{SPAN}\s(?:ago|siden|sia|sitten|fa|پہلے|pehl[ae]y?|pahle)(?!\w)",
    re.IGNORECASE,
)
AHEAD = re.compile(
    rf"(?<!\w)(?:(?:in|om|tra|fra|entro)\s(?P<number>{NUMBER})\s{SPAN}"
    rf"|(?:(?P<later>{NUMBER})\s)?(?:(?:päivän|viikon)\s(?:päästä|kuluttua)|(?:دن(?:وں)?|din(?:on)?)\s(?:بعد|baad|bad)))(?!\w)",
    re.IGNORECASE,
)
DAY = r"(?:[12]?\d|3[01])"
DAY_OF_MONTH = re.compile(
    rf"(?<![\w.,/-])(?:(?:the\s|on\sthe\s)?(?P<en>{DAY})(?:st|nd|rd|th)|den\s(?P<nb>{DAY})\.?|(?P<fi>{DAY})\.\s?päivä(?:nä)?"
    rf"|il\s(?P<it>{DAY})(?!\s?(?:%|€|euro|per\b)))(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)


def find(text: str, context: Context) -> Iterator[Found]:
    """Dates from today on, except for what is said to be past."""
    today = context.today
    for plain in PLAIN.find(text):
        yield _found(today + timedelta(int(plain.value)), plain.start, plain.end)
    for match in EITHER.finditer(text):
        days = 1 if match["one"] else 2
        past = PAST.search(text) and not FUTURE.search(text)
        yield _found(today + timedelta(-days if past else days), *match.span())
    for match in NEXT.finditer(text):
        named = next(FINDER.find(match["after"] or match["before"]))
        days = (list(DAYS).index(named.value) - today.weekday() - 1) % 7 + 1
        yield _found(today + timedelta(days), *match.span())
    yield from _counted(text, today)
    for match in DAY_OF_MONTH.finditer(text):
        if day := _of_month(int(digits(match[match.lastgroup or 0])), today):
            yield _found(day, *match.span())


def _counted(text: str, today: date) -> Iterator[Found]:
    if not PERIOD.search(text):
        return
    for match in AGO.finditer(text):
        count = value(match["number"].strip()) if match["number"] else 1
        yield _found(today - timedelta(count * (7 if match["weeks"] else 1)), *match.span())
    for match in AHEAD.finditer(text):
        days = value(match["number"] or match["later"] or "1") * (
            7 if match["weeks"] or "viikon" in match[0] else 1
        )
        yield _found(today + timedelta(days), *match.span())


def _of_month(number: int, today: date) -> date | None:
    """The next day with that number."""
    for days in range(62):
        day = today + timedelta(days)
        if day.day == number:
            return day
    return None


def _found(day: date, start: int, end: int) -> Found:
    return Found("date", day.isoformat(), start, end)
