"""Lines that wait a little on their channel, so that they go out as one."""

from datetime import timedelta

from bot.conversations.messages import Author, DeliveryState, Entry, Message
from bot.storage.store import SqlStore
from tests.storage.samples import NOW, bot, opened

MINUTE = timedelta(minutes=1)


async def owed(
    store: SqlStore, conversation_id: int, entry: Entry, after: float, channel: str = "email"
) -> Message:
    now = NOW + timedelta(seconds=after)
    async with store.transaction() as ledger:
        line = await ledger.append(conversation_id, entry, now)
        await ledger.owe(line, channel, "kari@example.com", now)
    return line


async def due(store: SqlStore, conversation_id: int, after: float) -> list[str]:
    found = await store.due_deliveries(conversation_id, NOW + timedelta(seconds=after))
    return [delivery.message.entry.text for delivery in found]


async def test_an_agents_lines_are_due_together_a_while_after_the_first(store: SqlStore) -> None:
    """Fails when each line gets a time of its own."""
    conversation = await opened(store)
    store.gather_for("email", MINUTE)
    await owed(store, conversation.id, Entry(Author.AGENT, "one", name="Kari"), 0)
    await owed(store, conversation.id, Entry(Author.AGENT, "two", name="Kari"), 50)

    assert await due(store, conversation.id, 59) == []
    assert await due(store, conversation.id, 60) == ["one", "two"]


async def test_after_they_went_out_the_next_line_waits_anew(store: SqlStore) -> None:
    conversation = await opened(store)
    store.gather_for("email", MINUTE)
    await owed(store, conversation.id, Entry(Author.AGENT, "one", name="Kari"), 0)
    [delivery] = await store.due_deliveries(conversation.id, NOW + MINUTE)
    async with store.transaction() as ledger:
        await ledger.settle(delivery, DeliveryState.SENT, receipt="sent")
    await owed(store, conversation.id, Entry(Author.AGENT, "two", name="Kari"), 61)

    assert await due(store, conversation.id, 120) == []
    assert await due(store, conversation.id, 121) == ["two"]


async def test_an_answer_of_the_bot_and_other_channels_do_not_wait(store: SqlStore) -> None:
    conversation = await opened(store)
    store.gather_for("email", MINUTE)
    await owed(store, conversation.id, bot("at once"), 0)
    await owed(store, conversation.id, Entry(Author.AGENT, "there", name="Kari"), 0, channel="telegram")

    assert await due(store, conversation.id, 0) == ["at once", "there"]
