"""Lines that bring files, and lines that take the place of others."""

import pytest
import sqlalchemy as sa

from bot.conversations.messages import Delivery, DeliveryState, Entry, File, FileKind, Message
from bot.storage.store import SqlStore
from tests.storage.samples import NOW, bot, customer, opened, raw, said

PHOTO = File("k1", FileKind.PHOTO, "Skadet støvel.jpg", "image/jpeg", 31_337)


async def test_files_and_corrections_read_back_the_same_wherever_they_are_read(store: SqlStore) -> None:
    conversation = await opened(store)
    (line,) = await said(store, conversation, customer("the heel came off", "a", files=(PHOTO,)))
    edit, gone = await said(
        store,
        conversation,
        customer("the sole came off", "b", corrects=line.id),
        customer("", "c", corrects=line.id, withdrawn=True),
    )

    assert (line.entry.files, line.entry.corrects, line.entry.withdrawn) == ((PHOTO,), None, False)
    assert (edit.entry.corrects, gone.entry.corrects, gone.entry.withdrawn) == (line.id, line.id, True)
    assert await store.messages(conversation.id) == [line, edit, gone]
    assert await store.recent("widget", "kari") == [line, edit, gone]
    assert await store.search("came off") == [edit, line]
    (episode,) = [episode async for episode in store.export()]
    assert episode.messages == [line, edit, gone]


@pytest.mark.parametrize("entry", [customer(withdrawn=True), customer(corrects=99)])
async def test_a_line_cannot_take_back_nothing_or_correct_one_that_is_not_there(
    store: SqlStore, entry: Entry
) -> None:
    """Fails without the CHECK, or without the foreign key."""
    conversation = await opened(store)

    with pytest.raises(sa.exc.IntegrityError):
        await said(store, conversation, entry)


async def test_a_correction_is_delivered_with_the_receipt_of_what_it_corrects_at_the_same_place(
    store: SqlStore,
) -> None:
    """Fails when channel or address are not compared, or what was never sent has an original."""
    conversation = await opened(store)
    (line,) = await said(store, conversation, bot("open till 6"))
    await _sent(store, line, "telegram", "7", receipt="901")
    await _sent(store, line, "slack", "7", receipt="C1:1.5")
    await _sent(store, line, "telegram", "9", receipt="55", state=DeliveryState.REFUSED)
    (edit,) = await said(store, conversation, bot("open till 8", corrects=line.id))
    (other,) = await said(store, conversation, bot("anything else?"))
    for message in (edit, other):
        for channel, address in (("telegram", "7"), ("telegram", "8"), ("telegram", "9"), ("slack", "7")):
            await _owe(store, message, channel, address)

    due = await store.due_deliveries(conversation.id, NOW)
    originals = {(each.message.id, each.channel, each.address): each.original for each in due}
    assert originals == {
        (edit.id, "telegram", "7"): "901",
        (edit.id, "telegram", "8"): None,
        (edit.id, "telegram", "9"): None,
        (edit.id, "slack", "7"): "C1:1.5",
        **{(other.id, each.channel, each.address): None for each in due},
    }
    assert [await store.delivery(each.id) for each in due] == due
    assert await store.delivery(999) is None


async def test_a_sending_that_is_put_off_keeps_how_far_it_came(store: SqlStore) -> None:
    """Fails when a try without progress wipes out that of the one before."""
    conversation = await opened(store)
    (line,) = await said(store, conversation, bot("long"))
    delivery = await _owe(store, line, "telegram", "7")
    async with store.transaction() as ledger:
        await ledger.settle(delivery, DeliveryState.DUE, receipt="12", error="busy")
        await ledger.settle(delivery, DeliveryState.DUE, error="busy")

    (again,) = await store.due_deliveries(conversation.id, NOW)
    assert (again.receipt, again.attempts) == ("12", 2)
    async with store.transaction() as ledger:
        await ledger.settle(again, DeliveryState.SENT, receipt="12,13")
    assert await raw(store, "SELECT state, receipt FROM deliveries") == [("sent", "12,13")]


async def test_the_owed_are_counted_also_while_they_are_held(store: SqlStore) -> None:
    conversation, other = await opened(store), await opened(store, "ola")
    lines = await said(store, conversation, *(bot(str(number)) for number in range(3)))
    for line in lines:
        await _owe(store, line, "telegram", "7")
    first, *_ = await store.due_deliveries(conversation.id, NOW)
    async with store.transaction() as ledger:
        await ledger.settle(first, DeliveryState.DUE, due_at=NOW.replace(year=2027))
    assert await store.owed(conversation.id) == 3

    await _sent(store, lines[0], "telegram", "7", receipt="1")
    assert await store.owed(conversation.id) == 2
    assert await store.owed(other.id) == 0


async def _owe(store: SqlStore, message: Message, channel: str, address: str) -> Delivery:
    async with store.transaction() as ledger:
        await ledger.owe(message, channel, address, NOW)
    ((number,),) = await raw(
        store,
        "SELECT id FROM deliveries WHERE message_id = :message AND channel = :channel AND address = :address",
        message=message.id,
        channel=channel,
        address=address,
    )
    delivery = await store.delivery(number)
    assert delivery is not None
    return delivery


async def _sent(
    store: SqlStore,
    message: Message,
    channel: str,
    address: str,
    *,
    receipt: str,
    state: DeliveryState = DeliveryState.SENT,
) -> None:
    delivery = await _owe(store, message, channel, address)
    async with store.transaction() as ledger:
        await ledger.settle(delivery, state, receipt=receipt)
