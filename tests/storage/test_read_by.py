"""Channels whose customers read the log themselves: woken once a line is stored, and owed nothing."""

import pytest

from bot.storage.store import SqlStore
from tests.storage.samples import NOW, bot, opened, raw


async def test_readers_are_woken_once_the_line_can_be_read_and_others_are_owed_it(store: SqlStore) -> None:
    """Fails when `transaction` wakes before the commit, and when `owe` writes rows for readers too."""
    conversation = await opened(store)
    woken: list[str] = []
    store.read_by("widget", woken.append)
    async with store.transaction() as ledger:
        line = await ledger.append(conversation.id, bot(), NOW)
        await ledger.owe(line, "widget", "kari", NOW)
        await ledger.owe(line, "telegram", "77", NOW)
        assert woken == []

    assert woken == ["kari"]
    assert await raw(store, "SELECT channel, address FROM deliveries") == [("telegram", "77")]


async def test_a_transaction_that_fails_wakes_nobody(store: SqlStore) -> None:
    conversation = await opened(store)
    woken: list[str] = []
    store.read_by("widget", woken.append)

    with pytest.raises(InterruptedError):
        await _owe_and_fail(store, conversation.id)
    assert woken == []


async def _owe_and_fail(store: SqlStore, conversation_id: int) -> None:
    async with store.transaction() as ledger:
        line = await ledger.append(conversation_id, bot(), NOW)
        await ledger.owe(line, "widget", "kari", NOW)
        raise InterruptedError
