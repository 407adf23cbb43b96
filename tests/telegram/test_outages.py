"""Telegram away, answers lost, updates brought again and again: what arrives, and how often."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import pytest

from bot.channels.telegram.pace import Pacer
from bot.channels.telegram.start import Hook, Line, open_line
from bot.conversations.messages import Author, DeliveryState, Entry, Message
from bot.storage.store import SqlStore
from tests.fakes.telegram.control import Control
from tests.fakes.telegram.server import Running
from tests.telegram.conftest import Clock, Shop

CHATS = range(1001, 1051)
SECRET = {"x-telegram-bot-api-secret-token": "right"}


async def chats_began(control: Control) -> None:
    for chat in CHATS:
        await (await control.new_customer(chat)).says("/start")


async def wrote(shop: Shop, each: int) -> list[Message]:
    """So many lines of the shop in every chat, in turns."""
    messages = []
    for chat in CHATS:
        async with shop.store.transaction() as ledger:
            conversation = await ledger.open_conversation("telegram", str(chat), "en", shop.clock())
            for number in range(each):
                line = Entry(Author.AGENT, f"{chat} line {number}")
                message = await ledger.append(conversation.id, line, shop.clock())
                await ledger.owe(message, "telegram", str(chat), shop.clock())
                messages.append(message)
    return messages


async def owed(shop: Shop) -> int:
    conversations = [await shop.store.current("telegram", str(chat)) for chat in CHATS]
    return sum([await shop.store.owed(conversation.id) for conversation in conversations if conversation])


async def passes(shop: Shop, seconds: float) -> None:
    """So much time goes by, and the shop looks what is to do."""
    shop.clock.ahead += shop.clock.ahead.resolution * int(seconds * 1e6)
    await shop.sweep.once()
    await shop.lanes.idle()


@pytest.mark.parametrize("how", ["refuse", "error"])
async def test_after_ten_minutes_without_telegram_all_lines_arrive_in_order_and_once(
    store: SqlStore, fake: Running, control: Control, how: str
) -> None:
    clock = Clock()
    await chats_began(control)
    async with open_line(fake.token, fake.url, pacer=Pacer(clock.seconds)) as line:
        shop = Shop(store, line, clock)
        await control.out(how=how)
        await wrote(shop, 10)
        for _ in range(20):
            await passes(shop, 30)
        assert await owed(shop) == 500
        await control.back()
        await passes(shop, 6)
        for _ in range(60):
            if not await owed(shop):
                break
            await passes(shop, 1)
        await shop.lanes.close()

    for chat in CHATS:
        assert [seen.text for seen in await control.sent(chat)] == [f"{chat} line {n}" for n in range(10)]
    assert shop.repeated == []


async def test_two_hundred_lost_answers_are_counted_and_nothing_is_sent_twice(
    store: SqlStore, fake: Running, control: Control
) -> None:
    await chats_began(control)
    async with unhurried(fake) as line:
        shop = Shop(store, line)
        await control.fault("lose", "sendMessage", count=200)
        messages = await wrote(shop, 4)
        await passes(shop, 1)
        states = Counter(delivery.state for delivery in (await shop.states(messages)).values())
        await shop.lanes.close()

    assert states == {DeliveryState.UNKNOWN: 200}
    for chat in CHATS:
        assert [seen.text for seen in await control.sent(chat)] == [f"{chat} line {n}" for n in range(4)]


async def test_a_crash_within_a_send_repeats_at_most_one_line_a_chat_and_says_which(
    store: SqlStore, fake: Running, control: Control
) -> None:
    await chats_began(control)
    async with unhurried(fake) as line:
        shop = Shop(store, line)
        await control.fault("hang", "sendMessage", count=None, seconds=30)
        await wrote(shop, 2)
        await shop.sweep.once()
        await arrived(control, 50)
        await shop.lanes.close()  # the process dies while it waits for the answers
        await control.reset()
        again = Shop(store, line)
        await passes(again, 1)
        await again.lanes.close()

    for chat in CHATS:
        texts = [seen.text for seen in await control.sent(chat)]
        assert texts == [f"{chat} line 0", f"{chat} line 0", f"{chat} line 1"]
    assert len(again.repeated) == 100  # what the old process may have begun: all that it left


async def arrived(control: Control, wanted: int) -> None:
    async with asyncio.timeout(20):
        while sum([len(await control.sent(chat)) for chat in CHATS]) < wanted:
            await asyncio.sleep(0.05)


@asynccontextmanager
async def unhurried(fake: Running) -> AsyncIterator[Line]:
    """For tests that are not about pace."""
    async with open_line(fake.token, fake.url, pacer=Pacer(count(0.0, 10.0).__next__)) as line:
        yield line


def update(number: int) -> dict[str, Any]:
    """The number-th message of fifty customers who write in turns."""
    chat = CHATS[number % len(CHATS)]
    return {
        "update_id": 10_000 + number,
        "message": {
            "message_id": number // len(CHATS) + 1,
            "date": 1_700_000_000,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "K"},
            "text": f"message {number}",
        },
    }


async def brought(shop: Shop, updates: list[dict[str, Any]], at_once: int = 40) -> Counter[int]:
    """As Telegram's webhook does, up to forty at once; how often which status was answered."""
    slots, statuses = asyncio.Semaphore(at_once), Counter[int]()

    async def bring(one: dict[str, Any]) -> None:
        async with slots:
            statuses[await shop.telegram.take(SECRET, json.dumps(one).encode())] += 1

    await asyncio.gather(*(bring(one) for one in updates))
    return statuses


async def said(shop: Shop) -> dict[int, list[str]]:
    lines = {}
    for chat in CHATS:
        conversation = await shop.store.current("telegram", str(chat))
        assert conversation is not None
        found = await shop.store.messages(conversation.id, limit=10_000)
        lines[chat] = [message.entry.text for message in found]
    return lines


@pytest.fixture
async def hooked(store: SqlStore, line: Line) -> AsyncIterator[Shop]:
    shop = Shop(store, line, hook=Hook("https://shop.example/telegram", "right"))
    shop.lanes.lead_to()  # this is about what is stored, not what is answered
    yield shop
    await shop.lanes.close()


async def test_five_thousand_repeated_webhooks_are_a_thousand_lines(hooked: Shop) -> None:
    repeated = [update(number) for number in range(1000) for _ in range(5)]

    assert await brought(hooked, repeated) == {200: 5000}
    for chat, texts in (await said(hooked)).items():
        assert texts == [f"message {number}" for number in range(1000) if CHATS[number % len(CHATS)] == chat]


async def test_five_thousand_shuffled_webhooks_are_five_thousand_lines(hooked: Shop) -> None:
    shuffled = [update(number) for number in range(5000)]
    random.Random(3).shuffle(shuffled)

    assert await brought(hooked, shuffled) == {200: 5000}
    lines = [text for texts in (await said(hooked)).values() for text in texts]
    assert sorted(lines) == sorted(f"message {number}" for number in range(5000))


async def test_a_store_that_fails_now_and_then_loses_no_webhook(
    hooked: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, receive = random.Random(5), hooked.intake.receive

    async def unsteady(inbound: Any) -> Any:
        if chance.random() < 0.3:
            raise RuntimeError("the disk is full")
        return await receive(inbound)

    monkeypatch.setattr(hooked.intake, "receive", unsteady)
    waiting = [update(number) for number in range(300)]
    for _ in range(60):
        if not waiting:
            break
        statuses = [(one, await brought(hooked, [one])) for one in waiting]
        waiting = [one for one, status in statuses if 200 not in status]

    lines = [text for texts in (await said(hooked)).values() for text in texts]
    assert sorted(lines) == sorted(f"message {number}" for number in range(300))
