"""Conversations that go on at another address."""

import asyncio
from datetime import timedelta

import pytest

from bot.conversations.errors import Stale
from bot.conversations.messages import Cursor, Message
from bot.conversations.model import Conversation, Handling
from bot.storage.store import SqlStore
from tests.storage.samples import NOW, bot, customer, opened, raw, said


def texts(lines: "list[Message]") -> list[str]:
    return [line.entry.text for line in lines]


async def moved(
    store: SqlStore, conversation: Conversation, channel: str = "telegram", address: str = "7"
) -> Conversation:
    async with store.transaction() as ledger:
        locked = await ledger.lock(conversation.id)
        return await ledger.move(locked, channel, address, NOW)


async def closed(store: SqlStore, conversation: Conversation) -> None:
    async with store.transaction() as ledger:
        await ledger.save((await ledger.lock(conversation.id)).close())


async def test_the_old_address_reads_on_up_to_the_move_and_then_its_own_and_the_new_one_reads_all(
    store: SqlStore,
) -> None:
    """Fails without the half of moved conversations, or without its last line, in `history` or `recent`."""
    first = await opened(store)
    await said(store, first, customer("0"))
    await closed(store, first)
    conversation = await opened(store)
    await said(store, conversation, customer("1"), bot("secret", internal=True), bot("2"))
    await moved(store, conversation)
    await said(store, conversation, customer("3"), bot("4"))
    later = await opened(store)
    await said(store, later, customer("5"), bot("6"))
    await said(store, conversation, bot("7"))

    async def after(conversation_id: int, seq: int, limit: int = 200) -> list[str]:
        return texts(await store.history("widget", "kari", after=Cursor(conversation_id, seq), limit=limit))

    assert later.id != conversation.id
    assert await after(0, 0) == ["0", "1", "2", "5", "6"]
    assert await after(0, 0, limit=4) == ["0", "1", "2", "5"]
    assert await after(first.id, 1) == ["1", "2", "5", "6"]
    assert await after(conversation.id, 1) == ["2", "5", "6"]
    assert await after(conversation.id, 3) == ["5", "6"]
    assert await after(later.id, 1) == ["6"]
    assert texts(await store.recent("widget", "kari")) == ["0", "1", "2", "5", "6"]
    assert texts(await store.recent("widget", "kari", limit=3)) == ["2", "5", "6"]
    assert texts(await store.recent("telegram", "7")) == ["1", "2", "3", "4", "7"]
    assert texts(await store.recent("widget", "ola")) == []


async def test_what_is_current_where_it_left_is_only_what_was_opened_there_since(store: SqlStore) -> None:
    conversation = await opened(store)
    await moved(store, conversation)

    assert await store.current("widget", "kari") is None
    assert (await store.current("telegram", "7")).id == conversation.id
    later = await opened(store)
    assert (await store.current("widget", "kari")).id == later.id != conversation.id


async def test_an_older_conversation_that_moved_in_is_the_current_one_while_it_is_open(
    store: SqlStore,
) -> None:
    """Fails when `current` takes the highest number only."""
    conversation = await opened(store)
    newer = await opened(store, "ola")
    await closed(store, newer)
    await moved(store, conversation, "widget", "ola")

    assert (await store.current("widget", "ola")).id == conversation.id
    assert (await opened(store, "ola")).id == conversation.id
    await closed(store, conversation)
    assert (await store.current("widget", "ola")).id == newer.id
    assert [each.id for each in await store.episodes("widget", "ola")] == [newer.id, conversation.id]
    assert [each.id for each in await store.episodes("widget", "ola", limit=1)] == [newer.id]


async def test_one_that_comes_back_is_read_there_once_and_whole(store: SqlStore) -> None:
    """Fails when the note of the first move stays: lines would be read twice."""
    conversation = await opened(store)
    await said(store, conversation, customer("1"))
    await moved(store, conversation)
    await said(store, conversation, customer("2"))
    await moved(store, conversation, "widget", "kari")
    await said(store, conversation, customer("3"))

    assert texts(await store.recent("widget", "kari")) == ["1", "2", "3"]
    assert texts(await store.recent("telegram", "7")) == ["1", "2"]
    await moved(store, conversation)
    await said(store, conversation, customer("4"))
    assert texts(await store.recent("widget", "kari")) == ["1", "2", "3"]
    assert texts(await store.recent("telegram", "7")) == ["1", "2", "3", "4"]


async def test_what_was_changed_with_the_move_can_be_saved_after_it_and_others_have_become_stale(
    store: SqlStore,
) -> None:
    """Fails when `move` does not count the version, or gives back the old one."""
    conversation = await opened(store)
    async with store.transaction() as ledger:
        changed = await ledger.move((await ledger.lock(conversation.id)).wait(), "telegram", "7", NOW)
        await ledger.save(changed)

    found = await store.conversation(conversation.id)
    assert (found.channel, found.address, found.handling) == ("telegram", "7", Handling.WAITING)
    with pytest.raises(Stale):
        async with store.transaction() as ledger:
            await ledger.move(conversation, "telegram", "8", NOW)
    with pytest.raises(Stale):
        async with store.transaction() as ledger:
            await ledger.save(conversation)


async def test_it_cannot_move_to_an_address_that_has_an_open_conversation(store: SqlStore) -> None:
    """Fails without the index conversations_open_once."""
    conversation, other = await opened(store), await opened(store, "ola")

    with pytest.raises(Stale, match="open"):
        await moved(store, conversation, "widget", "ola")
    assert (await store.conversation(conversation.id)).address == "kari"
    assert await raw(store, "SELECT count(*) FROM moves") == [(0,)]
    await closed(store, other)
    await moved(store, conversation, "widget", "ola")


async def test_of_8_uses_of_one_pass_at_once_one_counts(stores: list[SqlStore]) -> None:
    """Fails when `use` reads before it writes."""
    conversation = await opened(stores[0])
    await asyncio.gather(*(store.ping() for store in stores))  # connected, so that they meet
    for round_ in range(10):
        async with stores[0].transaction() as ledger:
            await ledger.issue_pass(f"n{round_}", conversation.id, NOW)

        used = await asyncio.gather(*(_use(store, f"n{round_}") for store in stores))

        assert sorted(used, key=str) == [conversation.id] + [None] * 7


async def _use(store: SqlStore, nonce: str, seconds: int = -1) -> int | None:
    async with store.transaction() as ledger:
        return await ledger.use_pass(nonce, NOW + timedelta(seconds=seconds))


async def test_a_pass_that_is_over_or_never_was_is_worth_nothing(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        await ledger.issue_pass("n", conversation.id, NOW)

    assert await _use(store, "n", 0) is None
    assert await _use(store, "forged") is None
    assert await _use(store, "n") == conversation.id


async def test_passes_that_ended_long_ago_are_thrown_away_with_the_next(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        for nonce, hours in (("old", 0), ("late", 20), ("new", 25)):
            await ledger.issue_pass(nonce, conversation.id, NOW + timedelta(hours=hours))

    assert await raw(store, "SELECT nonce FROM passes ORDER BY expires_at") == [("late",), ("new",)]


async def test_a_pass_used_in_a_transaction_that_fails_is_still_good(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        await ledger.issue_pass("n", conversation.id, NOW)
    with pytest.raises(LookupError):
        await _use_and_fail(store)

    assert await _use(store, "n") == conversation.id


async def _use_and_fail(store: SqlStore) -> None:
    async with store.transaction() as ledger:
        assert await ledger.use_pass("n", NOW - timedelta(seconds=1)) is not None
        raise LookupError
