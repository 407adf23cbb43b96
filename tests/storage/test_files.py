"""Files: noted when they are offered, fetched later, read one at a time."""

import random
import threading
from datetime import timedelta
from typing import Any

import pytest

from bot.conversations.messages import FileKind, Offer
from bot.storage import files
from bot.storage.store import SqlStore
from tests.storage.samples import NOW, opened

SECOND = timedelta(seconds=1)
OFFER = Offer(FileKind.PHOTO, "Skadet støvel.jpg", "image/jpeg", "AgACAg", 31_337)
LIMIT = 20 * 1024 * 1024


async def test_an_offered_file_is_due_until_it_is_here(store: SqlStore) -> None:
    """Fails when either half of `TO_FETCH` is missing, or `to_do` does not look at files."""
    conversation, other = await opened(store), await opened(store, "ola")
    async with store.transaction() as ledger:
        file = await ledger.offer_file(conversation.id, "telegram", OFFER, NOW)
        second = await ledger.offer_file(conversation.id, "telegram", OFFER, NOW + SECOND)

    assert (file.kind, file.name, file.media_type, file.size) == (
        FileKind.PHOTO,
        OFFER.name,
        "image/jpeg",
        31_337,
    )
    assert len({file.key, second.key}) == 2
    assert await store.due_files(conversation.id, NOW) == [(file, "telegram", "AgACAg")]
    assert await store.due_files(other.id, NOW) == []
    assert await store.to_do(NOW - SECOND) == []
    assert await store.to_do(NOW) == [conversation.id]
    assert await store.file(file.key) == (file, None, None)
    async with store.transaction() as ledger:
        await ledger.keep_file(file.key, b"\xff\xd8\0bytes")
        await ledger.lose_file(second.key, "too large")

    assert await store.due_files(conversation.id, NOW + SECOND) == []
    assert await store.to_do(NOW + SECOND) == []
    kept = await store.file(file.key)
    assert kept is not None
    assert (kept[0].size, *kept[1:]) == (8, b"\xff\xd8\0bytes", None)
    assert await store.file(second.key) == (second, None, "too large")
    assert await store.file("guessed") is None


async def test_a_file_that_was_put_off_is_due_again_then_and_counted(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        file = await ledger.offer_file(conversation.id, "telegram", OFFER, NOW)
        counts = [await ledger.put_off_file(file.key, NOW + 30 * SECOND) for _ in range(2)]

    assert counts == [1, 2]
    assert await store.due_files(conversation.id, NOW + 29 * SECOND) == []
    assert len(await store.due_files(conversation.id, NOW + 30 * SECOND)) == 1
    async with store.transaction() as ledger:
        await ledger.lose_file(file.key, "gone")
        assert await ledger.put_off_file(file.key, NOW) == 0


async def test_a_file_that_is_here_is_not_lost_any_more(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        file = await ledger.offer_file(conversation.id, "telegram", OFFER, NOW)
        await ledger.keep_file(file.key, b"here")
        await ledger.lose_file(file.key, "gone")

    found = await store.file(file.key)
    assert found is not None
    assert found[1:] == (b"here", None)


async def test_the_largest_file_is_kept_whole(store: SqlStore) -> None:
    conversation = await opened(store)
    content = random.Random(7).randbytes(LIMIT)
    async with store.transaction() as ledger:
        file = await ledger.offer_file(conversation.id, "telegram", OFFER, NOW)
    async with store.transaction() as ledger:
        await ledger.keep_file(file.key, content)
    found = await store.file(file.key)

    assert found is not None
    assert found[0].size == LIMIT
    assert found[1] == content


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_sqlite_writes_and_reads_bytes_where_nobody_waits_for_them(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when `keep_file` or `file` work on the event loop."""
    threads = []
    for name in ("keep", "read"):
        work = getattr(files, name)

        def noted(*args: Any, work: Any = work) -> Any:
            threads.append(threading.current_thread().name)
            return work(*args)

        monkeypatch.setattr(files, name, noted)
    async with store.transaction() as ledger:
        await ledger.keep_file("k", b"")
    await store.file("k")

    assert [name.rpartition("_")[0] for name in threads] == ["log-writer", "log-reader"]
