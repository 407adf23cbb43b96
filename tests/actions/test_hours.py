"""Opening hours: of any day, in the store's own time, with the holidays of its own country."""

from datetime import UTC, date, datetime, time

import pytest


def span(start: str, end: str) -> tuple[time, time]:
    return time.fromisoformat(start), time.fromisoformat(end)


@pytest.mark.parametrize(
    ("store", "day", "holiday", "spans"),
    [
        ("oslo-city", date(2026, 11, 23), None, [span("10:00", "22:00")]),
        ("oslo-city", date(2026, 11, 22), None, []),  # Sunday
        ("helsinki", date(2026, 11, 22), None, [span("12:00", "18:00")]),
        ("oslo-city", date(2026, 12, 24), None, [span("10:00", "15:00")]),  # no holiday in Norway
        ("helsinki", date(2026, 12, 24), "Christmas Eve", []),  # but in Finland
        ("helsinki", date(2026, 12, 23), None, [span("09:00", "21:00")]),
        ("oslo-city", date(2027, 5, 17), "Constitution Day; Pentecost Monday", []),
        ("milano", date(2026, 12, 8), "Immaculate Conception", [span("11:00", "19:00")]),
        ("milano", date(2026, 12, 25), "Christmas Day", []),  # a later part overrules PH
        ("bologna", date(2026, 11, 24), None, [span("09:30", "13:00"), span("15:30", "19:30")]),
        ("lahore", date(2027, 3, 23), "Pakistan Day", [span("15:00", "22:00")]),
        ("islamabad", date(2027, 3, 23), "Pakistan Day", []),
        ("lahore", date(2026, 11, 27), None, [span("11:00", "13:00"), span("14:30", "22:00")]),  # Friday
        ("edinburgh", date(2027, 1, 4), "New Year Holiday (observed)", [span("11:00", "17:00")]),
        ("manchester", date(2027, 1, 4), None, [span("10:00", "20:00")]),  # no holiday in England
        ("manchester", date(2026, 12, 28), "Boxing Day (observed)", [span("11:00", "18:00")]),
    ],
)
async def test_a_day_is_told_with_its_holiday(shop, store, day, holiday, spans):
    hours = await shop.store_hours(store, day)

    assert (hours.holiday, list(hours.spans)) == (holiday, spans)
    assert hours.weekday == f"{day:%A}".lower()


async def test_a_weekday_is_the_next_one_and_today_when_it_is_today(shop):
    sunday = await shop.store_hours("helsinki", weekday="sunday")
    saturday = await shop.store_hours("helsinki", weekday="saturday")

    assert (sunday.day, saturday.day) == (date(2026, 11, 22), date(2026, 11, 28))


async def test_today_is_the_stores_today(shop, clock):
    clock.now = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)  # 21:30 in Oslo, 01:30 on Monday in Lahore

    oslo, lahore = await shop.store_hours("oslo-city"), await shop.store_hours("lahore")
    weeks = [(await shop.week_hours(store))[0].day for store in ("oslo-city", "lahore")]

    assert [oslo.day, lahore.day] == weeks == [date(2026, 11, 22), date(2026, 11, 23)]


async def test_open_or_closed_now_in_four_time_zones(shop):
    told = {}
    for store in ("oslo-city", "helsinki", "lahore", "london-carnaby"):
        now = await shop.open_now(store)
        told[store] = now.open, now.until.isoformat()

    assert told == {
        "oslo-city": (False, "2026-11-23T10:00:00+01:00"),
        "helsinki": (True, "2026-11-22T18:00:00+02:00"),
        "lahore": (True, "2026-11-22T22:00:00+05:00"),
        "london-carnaby": (True, "2026-11-22T18:00:00+00:00"),
    }


async def test_at_closing_time_it_is_closed_and_over_holidays_the_next_opening_is_days_away(shop, clock):
    clock.now = datetime(2026, 12, 24, 14, 0, tzinfo=UTC)  # 15:00 in Oslo, then Friday to Sunday off

    now = await shop.open_now("oslo-city")

    assert (now.open, now.until.isoformat()) == (False, "2026-12-28T10:00:00+01:00")


async def test_the_next_holidays_are_told_with_their_hours(shop):
    days = await shop.holiday_hours("milano", 2)

    assert [(hours.day.isoformat(), bool(hours.spans)) for hours in days] == [
        ("2026-12-08", True),
        ("2026-12-25", False),
    ]
