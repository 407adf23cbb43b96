"""A transaction is stored whole or not at all, and what was reported as stored survives `kill -9`."""

import asyncio
import random
import signal
import sys
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from bot.conversations.errors import AlreadySeen
from bot.conversations.messages import DeliveryState
from bot.storage.sqlite import TransactionLost
from bot.storage.store import SqlStore
from tests.storage.samples import ASKED, NOW, bot, customer, opened, raw, said

TABLES = ("conversations", "messages", "unanswered", "deliveries", "handoffs")
WRITER = Path(__file__).with_name("writer.py")


@pytest.mark.parametrize("fault", [RuntimeError, asyncio.CancelledError])
async def test_a_transaction_that_fails_leaves_nothing(store: SqlStore, fault: type[BaseException]) -> None:
    """Fails when the block's end commits whatever happened in it."""
    with pytest.raises(fault):
        await _fail_after_writing_everywhere(store, fault)

    for table in TABLES:
        assert await raw(store, f"SELECT count(*) FROM {table}") == [(0,)]


async def _fail_after_writing_everywhere(store: SqlStore, fault: type[BaseException]) -> None:
    async with store.transaction() as ledger:
        conversation = await ledger.open_conversation("widget", "kari", "nb", NOW)
        message = await ledger.append(conversation.id, customer(), NOW)
        await ledger.expect_answer(message, NOW)
        await ledger.owe(message, "widget", "kari", NOW)
        await ledger.open_handoff(conversation.id, ASKED, NOW)
        raise fault


async def test_a_task_cancelled_in_the_middle_of_writing_does_not_hold_up_the_next(store: SqlStore) -> None:
    """Cancelled at many points; fails when a rollback is skipped and the next transaction inherits the rest."""
    conversation = await opened(store)
    for turns in range(40):
        task = asyncio.create_task(_write_two(store, conversation.id))
        for _ in range(turns):
            await asyncio.sleep(0.0002)
        task.cancel()
        await asyncio.wait([task])

    await said(store, conversation, bot("last"))
    lines = await store.messages(conversation.id)
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert [line.entry.text for line in lines] == ["one", "two"] * (len(lines) // 2) + ["last"]


async def _write_two(store: SqlStore, conversation_id: int) -> None:
    async with store.transaction() as ledger:
        await ledger.append(conversation_id, bot("one"), NOW)
        await ledger.append(conversation_id, bot("two"), NOW)


async def test_one_that_fails_among_many_takes_none_of_the_others_with_it(store: SqlStore) -> None:
    """Fails when transactions that are committed together are also undone together."""
    conversation = await opened(store)

    async def write(number: int) -> None:
        async with store.transaction() as ledger:
            await ledger.append(conversation.id, bot(str(number)), NOW)
            if number % 5 == 0:
                raise LookupError

    results = await asyncio.gather(*(write(number) for number in range(100)), return_exceptions=True)

    texts = {line.entry.text for line in await store.messages(conversation.id)}
    assert texts == {str(number) for number in range(100) if number % 5}
    assert [number for number, result in enumerate(results) if result is not None] == list(range(0, 100, 5))


async def test_a_message_refused_as_seen_is_stored_by_then(store: SqlStore) -> None:
    """Two takes of one message at once. Fails when an error ends a transaction before its group's commit."""
    conversation = await opened(store)

    async def take(external_id: str) -> None:
        try:
            await said(store, conversation, customer(external_id=external_id))
        except AlreadySeen:
            assert await store.seen("widget", external_id) is not None

    for number in range(50):
        await asyncio.gather(*(take(str(number)) for _ in range(3)))


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_who_is_told_to_end_before_it_has_begun_ends_and_takes_nobody_with_it(store: SqlStore) -> None:
    """Fails when a cancelled transaction ends in another error: a loop that survives errors would never end."""
    conversation = await opened(store)
    busy = Event()
    blocked = asyncio.get_running_loop().run_in_executor(store._database._writing, busy.wait)  # type: ignore[attr-defined]
    cancelled = asyncio.create_task(said(store, conversation, bot("cancelled")))
    await asyncio.sleep(0.01)
    cancelled.cancel()
    beside = asyncio.create_task(said(store, conversation, bot("beside")))
    await asyncio.sleep(0.01)
    busy.set()
    await asyncio.wait([cancelled, beside])

    assert cancelled.cancelled()
    assert [line.entry.text for line in await store.messages(conversation.id)] == ["beside"]
    await blocked


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_when_sqlite_undoes_everything_by_itself_all_who_shared_the_commit_are_told(
    store: SqlStore,
) -> None:
    """As on a full disk. Fails when `_lost` is not heeded: the first would believe its line stored."""
    conversation = await opened(store)

    results = await asyncio.gather(
        said(store, conversation, bot("shares the commit")), raw(store, "ROLLBACK"), return_exceptions=True
    )

    assert [type(result) for result in results] == [TransactionLost, TransactionLost]
    assert await store.messages(conversation.id) == []
    await said(store, conversation, bot("after it"))
    assert len(await store.messages(conversation.id)) == 1


async def test_what_a_block_wrote_can_be_read_when_it_has_ended_and_not_before(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        await ledger.append(conversation.id, bot(), NOW)
        assert await store.messages(conversation.id) == []

    assert len(await store.messages(conversation.id)) == 1


@pytest.mark.parametrize("change", ["UPDATE messages SET text = 'other'", "DELETE FROM messages"])
async def test_a_message_cannot_be_changed_or_deleted_by_any_statement(store: SqlStore, change: str) -> None:
    """Fails without the triggers of migration 0001."""
    conversation = await opened(store)
    await said(store, conversation, bot("as it was"))

    with pytest.raises(sa.exc.DBAPIError, match="messages are never changed"):
        await raw(store, change)

    assert [line.entry.text for line in await store.messages(conversation.id)] == ["as it was"]


async def test_a_message_cannot_be_replaced_or_truncated(store: SqlStore, kind: str) -> None:
    """Fails without PRAGMA recursive_triggers, or without the trigger on TRUNCATE."""
    conversation = await opened(store)
    await said(store, conversation, bot("as it was"))
    change = (
        "TRUNCATE messages CASCADE"
        if kind == "postgres"
        else "REPLACE INTO messages SELECT id, conversation_id, seq, created_at, author, name, 'other', buttons,"
        " internal, channel, external_id, answers, details, files, corrects, withdrawn, salt,"
        " commitment, link FROM messages"
    )

    with pytest.raises(sa.exc.DBAPIError, match="messages are never changed"):
        await raw(store, change)


async def test_a_settled_delivery_keeps_its_receipt_and_counts_its_attempts(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        await ledger.owe(await ledger.append(conversation.id, bot(), NOW), "telegram", "7", NOW)
    (delivery,) = await store.due_deliveries(conversation.id, NOW)

    async with store.transaction() as ledger:
        await ledger.settle(delivery, DeliveryState.DUE, error="busy")
        await ledger.settle(delivery, DeliveryState.SENT, receipt="901")

    assert await raw(store, "SELECT state, attempts, receipt, error FROM deliveries") == [
        ("sent", 2, "901", None)
    ]


@pytest.mark.timeout(300)  # starts eight processes
async def test_nothing_reported_as_stored_is_lost_when_the_writer_is_killed(
    url: str, store: SqlStore
) -> None:
    """Eight times `kill -9` under load. Fails when `transaction` returns before its commit."""
    conversation = await opened(store)
    reported: list[int] = []
    chance = random.Random(7)
    for _ in range(4):
        reported += await _killed_writer(url, conversation.id, after=chance.uniform(0.1, 0.6))
        reported += await _killed_writer(url, conversation.id, last=chance.randint(1, 40))

    lines = await store.messages(conversation.id, limit=1_000_000)
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert len(reported) > 50
    assert set(reported) <= {line.id for line in lines}
    # Each transaction wrote a pair: no half was stored.
    assert [line.entry.text for line in lines] == ["one", "two"] * (len(lines) // 2)


async def _killed_writer(url: str, conversation_id: int, *, after: float = 0, last: int = 0) -> list[int]:
    """What a process reported before it was killed: `after` its first report in seconds, or with its `last`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, WRITER, url, str(conversation_id), str(last)),
        stdout=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": str(Path.cwd())},
    )
    assert process.stdout is not None
    first = await process.stdout.readline()
    assert first, "the writer wrote nothing"
    if not last:
        await asyncio.sleep(after)
        process.send_signal(signal.SIGKILL)
    rest = await process.stdout.read()
    await process.wait()
    whole, _, _cut_off = (first + rest).decode().rpartition("\n")
    return [int(line) for line in whole.split()]
