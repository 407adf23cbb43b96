"""The desk's opening hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.desk.hours import WrittenHours

OSLO = WrittenHours("Mo-Fr 09:00-17:00; PH off", "NO", ZoneInfo("Europe/Oslo"))


def test_hours_are_the_shops_local_time_summer_and_winter() -> None:
    assert OSLO.is_open(datetime(2026, 1, 5, 8, 0, tzinfo=UTC))
    assert not OSLO.is_open(datetime(2026, 1, 5, 7, 59, tzinfo=UTC))
    assert OSLO.is_open(datetime(2026, 7, 6, 7, 0, tzinfo=UTC))


def test_after_a_weekend_and_a_public_holiday_the_next_opening_is_the_working_day_after() -> None:
    good_friday = datetime(2026, 4, 3, 10, 0, tzinfo=UTC)

    opens = OSLO.next_open(good_friday)

    assert opens is not None
    assert opens.astimezone(UTC) == datetime(2026, 4, 7, 7, 0, tzinfo=UTC)  # Tuesday: Monday is a holiday too


def test_a_desk_that_never_opens_promises_nothing() -> None:
    assert WrittenHours("off", "NO", ZoneInfo("Europe/Oslo")).next_open(datetime.now(UTC)) is None


def test_a_desk_that_is_always_open_is_open_now() -> None:
    now = datetime.now(UTC)

    assert WrittenHours("24/7", "NO", ZoneInfo("Europe/Oslo")).next_open(now) == now
