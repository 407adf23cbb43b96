"""How many messages and turns the log takes in a second: `python -m bench.storage [URL]`."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from bot.conversations.messages import Author, DeliveryState, Entry, Message
from bot.storage.store import SqlStore, open_store

EACH = 2000


async def take_in(store: SqlStore, address: str) -> Message:
    """What intake writes for one message."""
    now = datetime.now(UTC)
    async with store.transaction() as ledger:
        conversation = await ledger.open_conversation("widget", address, "en", now)
        entry = Entry(Author.CUSTOMER, "Where is my order 10442?", channel="widget", external_id=str(uuid4()))
        message = await ledger.append(conversation.id, entry, now)
        await ledger.expect_answer(message, now)
        await ledger.save(replace(conversation, active_at=now))
    return message


async def take_turn(store: SqlStore, address: str) -> None:
    """Intake, then what a turn reads and writes for an answer of one line, then its delivery."""
    message = await take_in(store, address)
    await store.unanswered(message.conversation_id)
    await store.conversation(message.conversation_id)
    now = datetime.now(UTC)
    async with store.transaction() as ledger:
        conversation = await ledger.lock(message.conversation_id)
        await ledger.answered(message.id)
        line = await ledger.append(conversation.id, Entry(Author.BOT, "On its way.", answers=message.id), now)
        await ledger.owe(line, "widget", address, now)
        await ledger.save(replace(conversation, active_at=now))
    for delivery in await store.due_deliveries(message.conversation_id, now):
        async with store.transaction() as ledger:
            await ledger.settle(delivery, DeliveryState.SENT)


async def rate(what: Callable[[SqlStore, str], Awaitable[object]], store: SqlStore, at_once: int) -> float:
    async def customer(number: int) -> None:
        for _ in range(EACH // at_once):
            await what(store, f"{what.__name__} {at_once} {number}")

    began = time.perf_counter()
    await asyncio.gather(*(customer(number) for number in range(at_once)))
    return EACH / (time.perf_counter() - began)


async def main(url: str) -> None:
    async with open_store(url) as store:
        for what in (take_in, take_turn):
            for at_once in (1, 32):
                per_second = await rate(what, store, at_once)
                sys.stdout.write(f"{what.__name__:10} {at_once:3} at once {per_second:6.0f}/s\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/log.db"))
