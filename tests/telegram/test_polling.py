"""Getting updates by asking: nothing is confirmed before it is stored."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.inbound.polling import LEASE, LEASE_TIME, Poller
from bot.channels.telegram.start import Line, Unusable, open_line
from bot.storage.store import SqlStore
from tests.fakes.telegram.control import Control, CustomerControl
from tests.fakes.telegram.server import Running
from tests.telegram.conftest import Clock, Shop
from tests.telegram.waiting import until


class Shelf:
    """Where updates are put, in place of the whole core."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.broken = False
        self.broken_for: set[str] = set()

    async def __call__(self, update: Mapping[str, Any]) -> None:
        text = update["message"]["text"]
        if self.broken or text in self.broken_for:
            raise RuntimeError("the database is away")
        await asyncio.sleep(0)
        self.texts.append(text)


@dataclass
class Ways:
    """What a poller is made of."""

    line: Line
    store: SqlStore
    shelf: Shelf = field(default_factory=Shelf)
    clock: Clock = field(default_factory=Clock)

    def poller(self, shelf: Shelf | None = None, line: Line | None = None) -> Poller:
        return Poller(
            bot=(line or self.line).bot,
            take=shelf or self.shelf,
            store=self.store,
            clock=self.clock,
            long_poll=0,
            look_again=0.02,
            backoff=Backoff(0.01, 0.05),
        )


@pytest.fixture
def ways(line: Line, store: SqlStore) -> Ways:
    return Ways(line, store)


async def test_a_message_is_answered(shop: Shop, control: Control, kari: CustomerControl) -> None:
    async with shop.polling():
        await kari.says("where is my order?")
        sent = await control.wait_for(kari.id)

    assert [seen.text for seen in sent] == ["bot: where is my order?"]
    assert (await shop.log(kari.id))[0].entry.external_id == f"{kari.id}:1"


async def test_what_was_stored_before_a_crash_comes_again_and_stays_one_line(
    store: SqlStore, fake: Running, control: Control, kari: CustomerControl
) -> None:
    for _ in range(2):  # the first process dies between storing and confirming
        async with open_line(fake.token, fake.url) as line:
            shop = Shop(store, line)
            if not fake.world.updates.ever:
                await kari.says("hello")
            await shop.telegram._poller._round()
            await store.release(LEASE, shop.telegram._poller._holder)
            await shop.lanes.idle()
            await shop.lanes.close()

    assert len(await control.calls("getUpdates")) == 2
    assert len(fake.world.updates.pending()) == 1  # never confirmed, so it was given twice
    assert await shop.texts(kari.id) == ["hello", "bot: hello"]
    assert [seen.text for seen in await kari.got()] == ["bot: hello"]


async def test_a_store_that_fails_keeps_the_updates_with_telegram(
    ways: Ways, fake: Running, kari: CustomerControl
) -> None:
    polling = ways.poller()
    ways.shelf.broken = True
    await kari.says("hello")
    for _ in range(3):
        await polling._round()

    assert polling.trouble == "what came in could not be stored"
    assert len(fake.world.updates.pending()) == 1
    ways.shelf.broken = False
    await polling._round()
    await polling._round()
    assert ways.shelf.texts == ["hello"]
    assert fake.world.updates.pending() == []
    assert polling.trouble is None


async def test_what_follows_a_message_that_was_not_stored_waits_for_it(
    ways: Ways, control: Control, kari: CustomerControl
) -> None:
    ola = await control.new_customer(name="Ola")
    for customer, text in [(kari, "k1"), (kari, "k2"), (ola, "o1"), (kari, "k3")]:
        await customer.says(text)
    polling = ways.poller()
    ways.shelf.broken_for = {"k2"}
    await polling._round()
    ways.shelf.broken_for = set()
    await polling._round()

    said = list(dict.fromkeys(ways.shelf.texts))  # o1 comes twice, and intake knows it
    assert [text for text in said if text.startswith("k")] == ["k1", "k2", "k3"]
    assert "o1" in said


async def test_the_offset_confirms_and_is_then_forgotten(
    ways: Ways, fake: Running, kari: CustomerControl
) -> None:
    polling = ways.poller()
    await kari.says("before the quiet week")
    await polling._round()
    await polling._round()
    fake.world.updates.idle_week()
    fake.world.updates._next_id = 5  # far below what was seen
    await kari.says("after it")
    await polling._round()

    assert ways.shelf.texts == ["before the quiet week", "after it"]


@asynccontextmanager
async def running(*pollers: Poller) -> AsyncIterator[list[asyncio.Task[None]]]:
    tasks = [asyncio.create_task(poller.run()) for poller in pollers]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def test_of_two_pollers_one_works_and_the_other_follows_when_it_is_gone(
    ways: Ways, control: Control, fake: Running, kari: CustomerControl
) -> None:
    one, other = Shelf(), Shelf()
    async with running(ways.poller(one), ways.poller(other)) as tasks:
        for number in range(20):
            await kari.says(f"{number}")
        await until(lambda: len(one.texts) + len(other.texts) >= 20)
        await asyncio.sleep(0.1)
        worked, waited, task = (one, other, tasks[0]) if one.texts else (other, one, tasks[1])
        assert waited.texts == []
        task.cancel()
        await asyncio.wait([task])
        await kari.says("anybody?")
        await until(lambda: waited.texts)

    assert worked.texts == [f"{number}" for number in range(20)]
    assert waited.texts[-1] == "anybody?"
    assert {call["status"] for call in await control.calls("getUpdates")} <= {200, None}


async def test_who_lost_the_lease_confirms_nothing(ways: Ways, fake: Running, kari: CustomerControl) -> None:
    slow, quick = Shelf(), Shelf()
    first, second = ways.poller(slow), ways.poller(quick)
    await kari.says("hello")
    await first._round()
    ways.clock.ahead += LEASE_TIME * 1.1
    quick.broken = True
    await second._round()
    await first._round()

    assert len(fake.world.updates.pending()) == 1


async def test_while_telegram_is_away_it_is_asked_less_and_less(
    ways: Ways, control: Control, kari: CustomerControl
) -> None:
    await kari.says("hello")
    polling = Poller(bot=ways.line.bot, take=ways.shelf, store=ways.store, clock=ways.clock, long_poll=0)
    await control.out()
    pauses = [await polling._round() for _ in range(7)]
    assert polling.trouble is not None
    assert "reached" in polling.trouble
    await control.back()
    await polling._round()

    assert all(
        0.75 <= pause / exact <= 1.25 for pause, exact in zip(pauses, [1, 2, 4, 8, 16, 30, 30], strict=True)
    )
    assert ways.shelf.texts == ["hello"]


async def test_a_wrong_token_is_named_and_never_shown(
    ways: Ways, fake: Running, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "424242:" + "w" * 35
    with caplog.at_level(logging.WARNING):
        async with open_line(wrong, fake.url) as line:
            pause = await ways.poller(line=line)._round()
            with pytest.raises(Unusable, match="does not know this token") as told:
                await line.check()

    assert pause == 60
    assert "SHOPDESK_TELEGRAM_TOKEN" in caplog.text
    assert wrong not in caplog.text + str(told.value) + repr(line)


async def test_the_right_token_is_told_by_the_name_of_the_bot(line: Line) -> None:
    assert (await line.check()).startswith("@")


async def test_another_program_with_the_same_token_is_named(
    ways: Ways,
    control: Control,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await control.fault("error", "getUpdates", code=409)
    polling = ways.poller()
    await polling._round()

    assert polling.trouble is not None
    assert "another program" in polling.trouble
    assert "another program" in caplog.text


async def test_a_webhook_that_was_left_behind_is_taken_away(
    ways: Ways, fake: Running, kari: CustomerControl
) -> None:
    await ways.line.bot.set_webhook("https://shop.example/telegram")
    await kari.says("hello")
    await ways.poller()._round()

    assert ways.shelf.texts == ["hello"]


async def test_only_the_kinds_of_updates_that_we_read_are_asked_for(ways: Ways, fake: Running) -> None:
    await ways.poller()._round()

    assert fake.world.updates.allowed == [
        "callback_query",
        "channel_post",
        "edited_message",
        "message",
        "my_chat_member",
    ]
