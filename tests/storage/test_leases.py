"""Leases: of several processes one does a thing."""

import asyncio
from datetime import timedelta

from bot.storage.store import SqlStore
from tests.storage.samples import NOW

SECOND = timedelta(seconds=1)


async def taken(store: SqlStore, holder: str, at: int = 0, *, name: str = "telegram") -> bool:
    now = NOW + at * SECOND
    return await store.lease(name, holder, now, now + 30 * SECOND)


async def test_a_lease_is_one_holders_until_it_runs_out(store: SqlStore) -> None:
    """Fails when the statement does not compare the holder and the time."""
    assert await taken(store, "a") is True
    assert await taken(store, "b") is False
    assert await taken(store, "b", 29) is False
    assert await taken(store, "b", name="slack") is True
    assert await taken(store, "b", 30) is True
    assert await taken(store, "a", 31) is False


async def test_a_lease_that_is_renewed_goes_on(store: SqlStore) -> None:
    """Fails when its own holder is refused, or a renewal does not move the end."""
    assert await taken(store, "a") is True
    assert await taken(store, "a", 20) is True
    assert await taken(store, "b", 49) is False
    assert await taken(store, "b", 50) is True


async def test_only_its_holder_lets_go_of_a_lease(store: SqlStore) -> None:
    await taken(store, "a")
    await store.release("telegram", "b")
    assert await taken(store, "b") is False

    await store.release("telegram", "a")
    assert await taken(store, "b") is True


async def test_of_8_processes_that_want_a_lease_at_once_one_gets_it(stores: list[SqlStore]) -> None:
    """First when nobody had it, then each time it has run out."""
    await asyncio.gather(*(store.ping() for store in stores))  # connected, so that they meet
    for round_ in range(10):
        asked = (
            taken(store, f"{place} in round {round_}", round_ * 60) for place, store in enumerate(stores)
        )
        assert sum(await asyncio.gather(*asked)) == 1
