"""Each line once and in order, however often and in whatever order Slack tells of it."""

import asyncio
import random
import time
from typing import Any

import pytest

from bot.desk.slack import names
from bot.desk.slack.inbound.events import read_event
from bot.desk.slack.inbound.thread_order import InOrder
from tests.slack.in_world import Card, World, open_world
from tests.slack.signing import signed


def message_event(card: Card, user: str, number: int, **more: Any) -> dict[str, Any]:
    """A reply in the card's thread, as the Events API tells of it."""
    seconds = int(card.ts.partition(".")[0]) + 1
    event = {
        "type": "message",
        "channel": card.channel,
        "channel_type": "channel",
        "user": user,
        "text": f"line {number}",
        "ts": f"{seconds}.{number:06}",
        "event_ts": f"{seconds}.{number:06}",
        "thread_ts": card.ts,
        "team": "T1",
    }
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": f"Ev{number:08}",
        "event_time": seconds,
        "event": event | more,
    }


async def test_five_thousand_shuffled_deliveries_of_two_hundred_replies_are_two_hundred_lines_in_order(
    tmp_path,
):
    async with open_world(tmp_path, http=True) as world:
        anna = await world.control.add_person("Anna")
        card = await world.asks_for_a_person()
        await card.press(anna, names.TAKE)
        requests = [signed(world, message_event(card, anna, number)) for number in range(200)]
        dealt = [request for start in range(0, 200, 20) for request in shuffled(requests[start : start + 20])]
        answers = []
        for start in range(0, len(dealt), 500):  # at once, as Slack may
            answers += await asyncio.gather(*(world.app.take(*one) for one in dealt[start : start + 500]))
        await world.lanes.idle()

        assert len(dealt) == 5000
        assert {status for status, _headers, _body in answers} == {200}
        replies = [text for text in world.customers.texts if text.startswith("line ")]
        assert replies == [f"line {number}" for number in range(200)]
        assert [line.entry.text for line in await card.lines() if line.entry.text in replies] == replies


def shuffled(requests: list[Any]) -> list[Any]:
    dealt = requests * 25
    random.Random(7).shuffle(dealt)
    return dealt


async def test_what_comes_together_is_taken_by_its_time_not_by_its_arrival():
    order, taken = InOrder(together=0.01), []

    async def take(ts: str) -> None:
        async with order.turn("thread", ts):
            taken.append(ts)
            await asyncio.sleep(0)

    await asyncio.gather(*(take(f"100.{number:06}") for number in (3, 1, 4, 2)))
    await take("100.000000")

    assert taken == ["100.000001", "100.000002", "100.000003", "100.000004", "100.000000"]


async def test_who_gives_up_waiting_holds_up_nobody():
    order = InOrder(together=0.01)
    taken = []

    async def take(ts: str, seconds: float) -> None:
        async with order.turn("thread", ts):
            await asyncio.sleep(seconds)
            taken.append(ts)

    first, second, third = (asyncio.create_task(take(f"100.{n}", 0.02)) for n in (1, 2, 3))
    await asyncio.sleep(0.015)
    first.cancel()
    second.cancel()
    await third

    assert taken == ["100.3"]
    assert order._waiting == {}


async def test_the_same_event_again_changes_nothing(tmp_path):
    async with open_world(tmp_path, http=True) as world:
        anna = await world.control.add_person("Anna")
        card = await world.asks_for_a_person()
        event = message_event(card, anna, 1)
        for _ in range(3):
            status, _headers, _body = await world.app.take(*signed(world, event))
            assert status == 200
        await world.lanes.idle()

        assert world.customers.texts.count("line 1") == 1
        assert [line.entry.text for line in await card.lines()].count("line 1") == 1


async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(
    world: World, anna: str, monkeypatch: pytest.MonkeyPatch
):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    await world.control.timing(acknowledge=0.2)
    reply, tries = type(world.desk).reply, []

    async def out_of_order(*about: Any, **more: Any) -> Any:
        tries.append(time.monotonic())
        if len(tries) == 1:
            raise OSError("no space left on the disk")
        return await reply(*about, **more)

    monkeypatch.setattr(type(world.desk), "reply", out_of_order)
    await card.reply(anna, "do not lose me")

    assert len(tries) == 2
    assert world.customers.texts[-1] == "do not lose me"
    [parcel] = [
        parcel
        for parcel in await world.control.parcels()
        if parcel["payload"].get("event", {}).get("text") == "do not lose me"
    ]
    assert (parcel["acknowledged"], parcel["attempts"]) == (True, 2)


async def test_an_edit_that_overtakes_its_message_is_what_the_customer_gets(tmp_path):
    async with open_world(tmp_path, http=True) as world:
        anna = await world.control.add_person("Anna")
        card = await world.asks_for_a_person()
        said = message_event(card, anna, 1)
        message = said["event"] | {"text": "right", "edited": {"user": anna, "ts": "2000000000.000100"}}
        change = message_event(
            card, anna, 2, subtype="message_changed", message=message, previous_message=said["event"]
        )
        for event in (change, said):
            await world.app.take(*signed(world, event))
        await world.lanes.idle()

        assert "right" in world.customers.texts
        assert "line 1" not in world.customers.texts


async def test_a_deletion_that_overtakes_its_message_keeps_it_from_the_customer(tmp_path):
    async with open_world(tmp_path, http=True) as world:
        anna = await world.control.add_person("Anna")
        card = await world.asks_for_a_person()
        said = message_event(card, anna, 1)
        deletion = message_event(card, anna, 2, subtype="message_deleted", previous_message=said["event"])
        for event in (deletion, said):
            await world.app.take(*signed(world, event))
        await world.lanes.idle()

        assert "line 1" not in world.customers.texts
        assert (await card.lines())[-1].entry.text == "(deleted before it was read) line 1"


def test_a_preview_that_slack_adds_is_no_edit():
    message = {"ts": "1.1", "user": "U1", "text": "see http://x.example", "thread_ts": "1.0"}
    event = {"type": "message", "subtype": "message_changed", "channel": "C1", "message": message}

    assert read_event(event | {"previous_message": message}) is None
    edited = message | {"edited": {"ts": "2.0"}}
    assert read_event(event | {"message": edited, "previous_message": message}) is None
    assert read_event(event | {"message": edited, "previous_message": message | {"text": "old"}}) is not None
