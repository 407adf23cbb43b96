"""What desks outside keep in the store: where cards are, and what must be shown anew."""

import asyncio
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.conversations.handoffs import HandoffEnd
from bot.conversations.tickets import Chore, ChoreKind, Ticket
from bot.storage.store import SqlStore
from tests.storage.samples import NOW, asked, opened

SECOND = timedelta(seconds=1)


async def laid(
    store: SqlStore, conversation_id: int, due_at: datetime = NOW, kind: ChoreKind = ChoreKind.CARD
) -> None:
    async with store.transaction() as ledger:
        await ledger.lay_chore(conversation_id, "slack", kind, 5, due_at)


async def only(store: SqlStore, conversation_id: int) -> Chore:
    (chore,) = await store.due_chores(conversation_id, NOW + 3600 * SECOND)
    return chore


async def test_a_chore_is_laid_once_per_desk_kind_and_subject_and_due_at_the_earliest_time(
    store: SqlStore,
) -> None:
    """Fails when a second laying makes a second row, keeps the version, or puts the chore off."""
    conversation = await opened(store)
    await laid(store, conversation.id, NOW + 30 * SECOND)
    first = await only(store, conversation.id)
    assert first == Chore(
        first.id, conversation.id, "slack", ChoreKind.CARD, 5, NOW + 30 * SECOND, attempts=0, version=1
    )

    await laid(store, conversation.id, NOW + 60 * SECOND)
    again = await only(store, conversation.id)
    assert (again.id, again.due_at, again.version) == (first.id, NOW + 30 * SECOND, 2)
    await laid(store, conversation.id, NOW + 10 * SECOND)
    again = await only(store, conversation.id)
    assert (again.id, again.due_at, again.version) == (first.id, NOW + 10 * SECOND, 3)
    await laid(store, conversation.id, kind=ChoreKind.MARK)
    async with store.transaction() as ledger:
        await ledger.lay_chore(conversation.id, "other desk", ChoreKind.CARD, 5, NOW)
    assert len(await store.due_chores(conversation.id, NOW + 3600 * SECOND)) == 3


async def test_a_chore_laid_anew_while_it_was_done_is_not_struck(store: SqlStore) -> None:
    """Fails when `strike` does not compare the version."""
    conversation = await opened(store)
    await laid(store, conversation.id)
    before = await only(store, conversation.id)
    await laid(store, conversation.id)
    async with store.transaction() as ledger:
        await ledger.strike_chore(before)

    after = await only(store, conversation.id)
    async with store.transaction() as ledger:
        await ledger.strike_chore(after)
    assert await store.due_chores(conversation.id, NOW) == []
    assert await store.to_do(NOW) == []


async def test_a_chore_is_to_do_when_it_is_due_and_put_off_with_its_tries_counted(store: SqlStore) -> None:
    """Fails when `to_do` does not look at chores."""
    conversation, other = await opened(store), await opened(store, "ola")
    await laid(store, conversation.id)
    assert await store.to_do(NOW) == [conversation.id]
    assert await store.due_chores(other.id, NOW) == []

    async with store.transaction() as ledger:
        await ledger.put_off_chore(await only(store, conversation.id), NOW + 30 * SECOND)
    assert await store.to_do(NOW + 29 * SECOND) == []
    assert await store.due_chores(conversation.id, NOW + 29 * SECOND) == []
    assert await store.to_do(NOW + 30 * SECOND) == [conversation.id]
    assert (await only(store, conversation.id)).attempts == 1


async def test_8_connections_that_lay_a_chore_at_once_count_8_versions(stores: list[SqlStore]) -> None:
    conversation = await opened(stores[0])
    await asyncio.gather(*(laid(store, conversation.id) for store in stores))

    assert (await only(stores[0], conversation.id)).version == 8


async def test_a_ticket_gets_its_thread_and_never_loses_it(store: SqlStore) -> None:
    """Fails when keeping one without a thread wipes out the thread that is there."""
    conversation, handoff = await asked(store, "kari")
    ticket = Ticket(handoff.id, conversation.id, "slack", "C1")
    posted = Ticket(handoff.id, conversation.id, "slack", "C1", "T1/C1:1.5")
    for each in (ticket, posted, ticket):
        async with store.transaction() as ledger:
            await ledger.keep_ticket(each)

    assert await store.tickets(handoff.id, "slack") == [posted]
    assert await store.tickets(handoff.id, "other desk") == []
    assert await store.ticket_at("slack", "T1/C1:1.5") == posted
    assert await store.ticket_at("other desk", "T1/C1:1.5") is None


async def test_the_card_that_was_kept_last_comes_last(store: SqlStore) -> None:
    """Fails when a hand-over that came back to its first place is still sent to the second."""
    conversation, handoff = await asked(store, "kari")
    for place in ("C1", "C2", "C1"):
        async with store.transaction() as ledger:
            await ledger.keep_ticket(Ticket(handoff.id, conversation.id, "slack", place))
            found = await ledger.tickets(handoff.id, "slack")

    assert [ticket.place for ticket in found] == ["C2", "C1"]


async def test_a_thread_is_of_one_ticket(store: SqlStore) -> None:
    conversation, handoff = await asked(store, "kari")
    async with store.transaction() as ledger:
        await ledger.keep_ticket(Ticket(handoff.id, conversation.id, "slack", "C1", "T1/C1:1.5"))

    with pytest.raises(sa.exc.IntegrityError):
        async with store.transaction() as ledger:
            await ledger.keep_ticket(Ticket(handoff.id, conversation.id, "slack", "C2", "T1/C1:1.5"))


async def test_open_tickets_are_posted_and_of_handovers_that_go_on_or_have_just_ended(
    store: SqlStore,
) -> None:
    """Fails when either half of `opened` is missing, or cards that were not posted are among them."""
    handed = [await asked(store, name) for name in ("goes on", "just ended", "ended", "not posted")]
    for conversation, handoff in handed:
        thread = None if conversation.address == "not posted" else f"T1/C1:{handoff.id}"
        async with store.transaction() as ledger:
            await ledger.keep_ticket(Ticket(handoff.id, conversation.id, "slack", "C1", thread))
    async with store.transaction() as ledger:
        await ledger.end_handoff(handed[1][1], HandoffEnd.RESOLVED, NOW + SECOND)
        await ledger.end_handoff(handed[2][1], HandoffEnd.RESOLVED, NOW)

    found = await store.open_tickets("slack", ended_after=NOW)
    assert [ticket.handoff_id for ticket in found] == [handed[0][1].id, handed[1][1].id]
    assert await store.open_tickets("other desk", ended_after=NOW) == []
    assert [each.handoff_id for each in await store.open_tickets("slack")] == [handed[0][1].id]
