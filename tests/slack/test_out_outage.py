"""Slack out, Slack slow, answers lost: every line arrives, in order, and none twice; the SDK and the log are real."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientTimeout

from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Author, Entry
from tests.slack.out_desk import SlackDesk, shown, slack_desk

CONVERSATIONS = 50
LINES = 10  # of each


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[SlackDesk]:
    async with slack_desk(tmp_path) as opened:
        yield opened


async def read(desk: SlackDesk, handoff: Handoff) -> list[str]:
    return [text for line in await desk.thread(handoff) for text in shown(line).split("\n")]


async def test_after_ten_minutes_without_slack_all_500_lines_arrive_in_order_and_once(
    desk: SlackDesk,
) -> None:
    """Fails when a try that got no answer is repeated without looking, or lines overtake one another."""
    asked = [(await desk.asks(f"customer-{number}"))[1] for number in range(CONVERSATIONS)]
    for line in range(LINES // 2):
        for handoff in asked:
            await desk.says(handoff, f"{handoff.id}.{line}")
    await desk.control.outage()
    await desk.runs(300, step=30)
    for line in range(LINES // 2, LINES):
        for handoff in asked:
            await desk.says(handoff, f"{handoff.id}.{line}")
    await desk.runs(300, step=30)
    assert await desk.control.messages(desk.channel) == []

    await desk.control.no_faults()
    await desk.runs(240)

    for handoff in asked:
        assert await read(desk, handoff) == [f"{handoff.id}.{line}" for line in range(LINES)]
    assert len(await desk.cards_of()) == CONVERSATIONS


async def test_slack_going_away_in_the_middle_doubles_nothing(desk: SlackDesk) -> None:
    asked = [(await desk.asks(f"customer-{number}"))[1] for number in range(10)]
    for turn in range(12):
        for handoff in asked:
            await desk.says(handoff, f"{handoff.id}.{turn}")
        await (desk.control.outage() if turn % 4 == 1 else desk.control.no_faults())
        if turn % 4 == 2:
            await desk.control.lose("*", 3)
        if turn == 6:
            desk.start()
        await desk.runs(20)
    await desk.control.no_faults()
    await desk.runs(120)

    for handoff in asked:
        assert await read(desk, handoff) == [f"{handoff.id}.{turn}" for turn in range(12)]
    assert len(await desk.cards_of()) == len(asked)


async def test_200_answers_lost_after_acceptance_double_nothing(
    desk: SlackDesk, caplog: pytest.LogCaptureFixture
) -> None:
    """Fails when a lost answer is taken for a failed sending."""
    asked = [(await desk.asks(f"customer-{number}"))[1] for number in range(8)]
    await desk.runs(10)
    sent = 0
    while sent < 200:
        await desk.control.lose("chat.postMessage", len(asked))
        for handoff in asked:
            await desk.says(handoff, f"{handoff.id}.{sent}")
        sent += len(asked)
        await desk.runs(30, step=2)

    for handoff in asked:
        assert await read(desk, handoff) == [f"{handoff.id}.{line}" for line in range(0, sent, len(asked))]
    assert sum("gave no answer" in record.message for record in caplog.records) >= 200


@pytest.mark.parametrize("how", ["lose", "restart"])
async def test_a_restart_between_sending_and_noting_it_doubles_nothing(desk: SlackDesk, how: str) -> None:
    _, handoff = await desk.asks()
    await desk.runs(2)
    for number in range(10):
        await desk.control.lose("chat.postMessage")
        await desk.says(handoff, str(number))
        await desk.runs()
        if how == "restart":
            desk.start()
        await desk.runs(15)

    assert await read(desk, handoff) == [str(number) for number in range(10)]


async def test_at_one_message_a_second_a_burst_goes_out_in_the_time_it_must_take(desk: SlackDesk) -> None:
    """Fails when lines are not coalesced, and when more is sent than Slack takes (it would answer 429)."""
    asked = [(await desk.asks(f"customer-{number}"))[1] for number in range(5)]
    await desk.runs(10)
    started = len(await desk.control.calls("chat.postMessage"))
    for line in range(100):
        await desk.says(asked[line % 5], str(line))
    await desk.runs(1)
    assert max(desk.waiting.values()) >= 3  # the queue is visible
    await desk.runs(9)

    calls = (await desk.control.calls("chat.postMessage"))[started:]
    assert len(calls) == 5
    for number, handoff in enumerate(asked):
        assert await read(desk, handoff) == [str(line) for line in range(number, 100, 5)]


async def test_when_slack_says_wait_that_channel_waits_so_long(desk: SlackDesk) -> None:
    _, handoff = await desk.asks()
    await desk.runs(2)
    await desk.control.ratelimit("chat.postMessage", 1, 30)
    await desk.says(handoff, "one")
    await desk.runs(5)
    await desk.says(handoff, "two")
    await desk.runs(20)
    assert await read(desk, handoff) == []
    tried = len(await desk.control.calls("chat.postMessage"))

    await desk.runs(10)
    assert await read(desk, handoff) == ["one", "two"]
    assert len(await desk.control.calls("chat.postMessage")) == tried + 1


async def test_a_post_that_slack_carries_out_late_is_not_doubled(desk: SlackDesk) -> None:
    """Fails when the thread is read at once after a time-out, before Slack has done what it was asked."""
    _, handoff = await desk.asks()
    await desk.runs(2)
    assert desk.client.session is not None
    desk.client.session._timeout = ClientTimeout(total=0.3)
    await desk.control.hang("chat.postMessage", 1.0, accepted=False)
    await desk.says(handoff, "late")
    await desk.runs(3)
    await asyncio.sleep(1.0)
    await desk.runs(20)

    assert await read(desk, handoff) == ["late"]


async def test_a_card_of_another_database_in_the_same_channel_is_not_taken_for_this_one(
    desk: SlackDesk,
) -> None:
    """Fails when a card is known by its number alone."""
    await desk.client.chat_postMessage(
        channel=desk.channel,
        text="old",
        metadata={"event_type": "shopdesk_card", "event_payload": {"handoff": 1, "asked_at": "long ago"}},
    )
    await desk.control.refuse("chat.postMessage")
    _, handoff = await desk.asks()
    await desk.owes(handoff, Entry(Author.CUSTOMER, "hi"))
    await desk.runs(20)

    assert len(await desk.cards_of()) == 2
    assert await read(desk, handoff) == ["hi"]
