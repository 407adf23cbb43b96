"""How fast the shop may write."""

import pytest

from bot.channels.telegram.pace import CHAT_BURST, OVERALL_RATE, Pacer
from bot.conversations.errors import ChannelBusy


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def pacer(seconds: Seconds) -> Pacer:
    return Pacer(seconds)


def wait(pacer: Pacer, chat: str) -> float:
    try:
        pacer.take(chat)
    except ChannelBusy as busy:
        return busy.retry_after
    return 0.0


def test_a_chat_gets_a_short_burst_and_then_one_message_a_second(pacer: Pacer, seconds: Seconds) -> None:
    went = []
    for _ in range(100):
        if wait(pacer, "1") == 0:
            went.append(seconds.now - 1000)
        seconds.now += 0.1

    assert len([at for at in went if at < 0.05 * CHAT_BURST]) <= CHAT_BURST
    assert len(went) in (10 + CHAT_BURST - 1, 10 + CHAT_BURST)


def test_whoever_waits_as_long_as_told_may_go(pacer: Pacer, seconds: Seconds) -> None:
    for _ in range(CHAT_BURST + 1):
        told = wait(pacer, "1")
        seconds.now += 0.04
    seconds.now += told - 0.04

    assert told > 0.5
    assert wait(pacer, "1") == 0


def test_all_chats_together_get_thirty_a_second_first_come_first_served(
    pacer: Pacer, seconds: Seconds
) -> None:
    due = {str(chat): 0.0 for chat in range(90)}
    went: list[tuple[float, str]] = []
    while due and seconds.now < 1010:
        for chat, at in list(due.items()):
            if at <= seconds.now + 1e-9:
                told = wait(pacer, chat)
                if told:
                    due[chat] = seconds.now + told
                else:
                    went.append((seconds.now, chat))
                    del due[chat]
        seconds.now = min(due.values(), default=seconds.now)

    assert [chat for _, chat in went] == [str(chat) for chat in range(90)]
    assert went[-1][0] - went[0][0] == pytest.approx(89 / OVERALL_RATE, abs=0.01)


def test_a_pause_that_telegram_wants_holds_that_chat_only(pacer: Pacer, seconds: Seconds) -> None:
    pacer.hold("1", 30)

    seconds.now += 10
    assert wait(pacer, "1") == pytest.approx(20)
    assert not pacer.may("1")
    assert wait(pacer, "2") == 0
    seconds.now += 20
    assert wait(pacer, "1") == 0


def test_a_turn_that_nobody_came_for_is_given_up(pacer: Pacer, seconds: Seconds) -> None:
    wait(pacer, "1")
    assert wait(pacer, "2") > 0

    seconds.now += 60
    assert wait(pacer, "3") == 0
    assert 0 < wait(pacer, "2") <= 1 / OVERALL_RATE


def test_quiet_chats_are_forgotten(pacer: Pacer, seconds: Seconds) -> None:
    for chat in range(1000):
        wait(pacer, str(chat))
        seconds.now += 1 / OVERALL_RATE
    seconds.now += 120
    wait(pacer, "new")

    assert len(pacer._chats) == 1
