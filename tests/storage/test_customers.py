"""Who is behind an address."""

from datetime import timedelta

from bot.conversations.messages import Customer
from bot.storage.store import SqlStore
from tests.storage.samples import NOW


async def noted(store: SqlStore, **known: object) -> Customer | None:
    async with store.transaction() as ledger:
        await ledger.note_customer(Customer("telegram", "7", **known))  # type: ignore[arg-type]
        return await ledger.customer("telegram", "7")


async def test_what_is_known_of_a_customer_stays_until_something_else_is(store: SqlStore) -> None:
    """Fails when a channel that tells no name wipes out the name."""
    assert await store.customer("telegram", "7") is None

    assert await noted(store, name="Kari") == Customer("telegram", "7", "Kari")
    assert await noted(store, language="nb") == Customer("telegram", "7", "Kari", "nb")
    assert await noted(store, name="Kari N.") == Customer("telegram", "7", "Kari N.", "nb")
    assert await store.customer("telegram", "7") == Customer("telegram", "7", "Kari N.", "nb")
    assert await store.customer("slack_dm", "7") is None


async def test_a_customer_who_blocked_the_shop_can_come_back(store: SqlStore) -> None:
    """Fails when `blocked_at` is kept like a name."""
    blocked = NOW + timedelta(minutes=1)

    assert (await noted(store, name="Kari", blocked_at=blocked)).blocked_at == blocked
    assert await noted(store) == Customer("telegram", "7", "Kari")
