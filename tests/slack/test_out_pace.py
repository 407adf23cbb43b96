"""Turns are given out in order, one a second and channel, and a told wait holds everybody."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversations.errors import ChannelBusy
from bot.desk.slack.api.pace import POST, Pace, Rate


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def wait(pace: Pace, who: str, road: str = "C1", rate: Rate = POST) -> float:
    """0 when it is one's turn."""
    try:
        pace.turn(road, who, rate)
    except ChannelBusy as busy:
        return round(busy.retry_after, 3)
    return 0


def test_whoever_came_first_goes_first_however_often_the_others_ask(clock: Clock, pace: Pace) -> None:
    assert [wait(pace, who) for who in "abcd"] == [0, 1, 2, 3]
    clock.advance(1)
    assert [wait(pace, who) for who in "dcb"] == [2, 1, 0]
    assert wait(pace, "b") == 3


def test_channels_do_not_wait_for_one_another(pace: Pace) -> None:
    assert wait(pace, "a", "C1") == wait(pace, "a", "C2") == 0


def test_a_told_wait_holds_everybody_and_keeps_the_order(clock: Clock, pace: Pace) -> None:
    assert [wait(pace, who) for who in "abc"] == [0, 1, 2]
    pace.hold("C1", 30)
    assert [wait(pace, who) for who in "bcd"] == [30, 31, 32]
    clock.advance(31)
    assert [wait(pace, who) for who in "bc"] == [0, 0]


def test_a_turn_that_nobody_takes_is_given_up(clock: Clock, pace: Pace) -> None:
    wait(pace, "a")
    wait(pace, "gone")
    clock.advance(60)
    assert wait(pace, "gone") == 0
    assert wait(pace, "gone") == 1


def test_after_a_pause_a_burst_goes_at_once(clock: Clock, pace: Pace) -> None:
    rate = Rate(1.0, 3)
    assert [wait(pace, who, rate=rate) for who in "abcd"] == [0, 0, 0, 1]
    clock.advance(10)
    assert [wait(pace, who, rate=rate) for who in "efgh"] == [0, 0, 0, 1]


def test_how_many_wait_is_reported(clock: Clock) -> None:
    seen: dict[str, int] = {}
    pace = Pace(clock, seen.__setitem__)
    for who in "abc":
        wait(pace, who)
    assert seen == {"C1": 2}
    clock.advance(5)
    wait(pace, "b")
    assert seen == {"C1": 1}
