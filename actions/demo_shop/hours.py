"""When a demo store is open: OpenStreetMap opening hours, with the public holidays of its country."""

import functools
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
from opening_hours import OpeningHours, State

from actions.demo_shop.records import StoreRow
from actions.shop import WEEKDAYS

LOOK_AHEAD = 14  # days; no store is closed for longer

# One part of an opening_hours text: on which days, and what then.
_PART = re.compile(r"^(?P<days>.*?)\s*(?P<hours>(?:\d{1,2}:\d{2}|off|closed|open).*)$")

Spans = tuple[tuple[time, time], ...]


@functools.cache
def _calendar(country: str, region: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region, language="en_US")


def holiday(store: StoreRow, day: date) -> str | None:
    """The public holiday's English name."""
    return _calendar(store.country, store.region).get(day)


def spans(store: StoreRow, day: date) -> Spans:
    """From when to when the store is open that day, in its own time."""
    hours = _hours(store.hours, day if holiday(store, day) else None)
    start = datetime.combine(day, time())
    return tuple(
        (opens.time(), closes.time())
        for opens, closes, state, _ in hours.intervals(start, start + timedelta(days=1))
        if state == State.OPEN
    )


@functools.lru_cache(maxsize=512)
def _hours(text: str, holiday_on: date | None) -> OpeningHours:
    """The text with PH put as that date, or left out.

    The evaluator brings holidays of its own, but not Pakistan's and without names; with one
    calendar for all five countries the hours and the name told with them cannot disagree.
    """
    parts = (_without_ph(part.strip(), holiday_on) for part in text.split(";"))
    return OpeningHours("; ".join(part for part in parts if part))


def _without_ph(part: str, holiday_on: date | None) -> str:
    match = _PART.match(part)
    days = [name.strip() for name in match["days"].split(",")] if match else []
    if not match or "PH" not in days:
        return part
    others = ",".join(name for name in days if name != "PH")
    kept = [f"{others} {match['hours']}"] if others else []
    if holiday_on:
        kept.append(f"{holiday_on:%Y} {holiday_on:%b} {holiday_on.day} {match['hours']}")
    return "; ".join(kept)


def local(store: StoreRow, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(store.timezone))


def next_weekday(today: date, weekday: str) -> date:
    """The next such day, today included."""
    return today + timedelta(days=(WEEKDAYS.index(weekday) - today.weekday()) % 7)


def next_holidays(store: StoreRow, today: date, count: int) -> list[date]:
    days = (today + timedelta(days=ahead) for ahead in range(366))
    return [day for day in days if holiday(store, day)][:count]


def open_until(store: StoreRow, now: datetime) -> tuple[bool, datetime | None]:
    """Whether it is open, and when that changes, in its own time."""
    here = local(store, now)
    for ahead in range(LOOK_AHEAD):
        day = here.date() + timedelta(days=ahead)
        for opens, closes in spans(store, day):
            start = datetime.combine(day, opens, here.tzinfo)
            end = datetime.combine(day, closes, here.tzinfo)
            if closes == time():
                end += timedelta(days=1)
            if start <= here < end:
                return True, end
            if here < start:
                return False, start
    return False, None
