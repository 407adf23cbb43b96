"""What the database itself makes impossible, whoever writes at the same moment."""

import asyncio
import random
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.conversations.errors import AlreadySeen, NoSuchConversation, Stale
from bot.conversations.model import Handling
from bot.storage.store import SqlStore
from tests.storage.samples import ASKED, KARI, NOW, bot, customer, opened, raw, said


@pytest.mark.timeout(600)  # 20 s on an idle machine of two cores
async def test_10_000_deliveries_of_1_000_messages_over_8_connections_are_1_000_rows(
    stores: list[SqlStore],
) -> None:
    """Fails without UNIQUE(channel, external_id), or when `append` does not heed it."""
    ids = [str(number) for number in range(1000)] * 10
    random.Random(7).shuffle(ids)
    parts = [ids[start::8] for start in range(8)]

    refused = sum(await asyncio.gather(*(_deliver(*each) for each in zip(stores, parts, strict=True))))

    assert refused == 9_000
    assert await raw(stores[0], "SELECT count(*), count(DISTINCT external_id) FROM messages") == [
        (1000, 1000)
    ]
    assert await raw(stores[0], "SELECT count(*) FROM unanswered") == [(1000,)]


async def _deliver(store: SqlStore, ids: list[str]) -> int:
    refused = 0
    for external_id in ids:
        try:
            async with store.transaction() as ledger:
                conversation = await ledger.open_conversation("widget", external_id[-1], "en", NOW)
                message = await ledger.append(conversation.id, customer(external_id=external_id), NOW)
                await ledger.expect_answer(message, NOW)
        except AlreadySeen:
            refused += 1
            if refused % 10 == 0:
                assert await store.seen("widget", external_id), (
                    "refused as known, so it must be readable by now"
                )
    return refused


async def test_a_message_already_seen_leaves_its_transaction_usable(store: SqlStore) -> None:
    conversation = await opened(store)
    await said(store, conversation, customer(external_id="a"))

    async with store.transaction() as ledger:
        with pytest.raises(AlreadySeen):
            await ledger.append(conversation.id, customer(external_id="a"), NOW)
        after = await ledger.append(conversation.id, customer(external_id="b"), NOW)

    assert after.seq == 2


async def test_the_same_id_on_another_channel_is_another_message(store: SqlStore) -> None:
    conversation = await opened(store)
    one, two = await said(
        store, conversation, customer(external_id="1"), replace(customer(external_id="1"), channel="telegram")
    )

    assert one.id != two.id


async def test_8_connections_that_open_an_address_at_once_get_the_same_conversation(
    stores: list[SqlStore],
) -> None:
    """Fails without the index conversations_open_once, or when `open_conversation` does not try again."""
    for round_ in range(20):
        found = await asyncio.gather(*(opened(store, f"address {round_}") for store in stores))
        assert len({conversation.id for conversation in found}) == 1

    assert await raw(stores[0], "SELECT count(*) FROM conversations") == [(20,)]


async def test_after_closing_the_next_message_opens_one_new_conversation(stores: list[SqlStore]) -> None:
    """Closing and opening race; fails when the closed conversation is given out, or two new ones are."""
    for _ in range(20):
        first = await opened(stores[0])
        found = await asyncio.gather(_close(stores[1], first.id), *(opened(store) for store in stores[2:]))
        assert len({conversation.id for conversation in found[1:]} - {first.id}) <= 1

    assert await raw(stores[0], "SELECT count(*) FROM conversations WHERE handling <> 'closed'") in [
        [(0,)],
        [(1,)],
    ]


async def _close(store: SqlStore, conversation_id: int) -> None:
    async with store.transaction() as ledger:
        await ledger.save((await ledger.lock(conversation_id)).close())


async def test_a_second_open_conversation_is_refused_by_the_database(store: SqlStore) -> None:
    """Fails without the index conversations_open_once."""
    await opened(store)

    with pytest.raises(sa.exc.IntegrityError):
        await raw(
            store,
            "INSERT INTO conversations (channel, address, language, opened_at, active_at, handling, session_number,"
            " session_turns, session_busy, session_slots, contact_asked, version)"
            " SELECT channel, address, language, opened_at, active_at, 'waiting', 0, 0, session_busy, session_slots,"
            " contact_asked, 0 FROM conversations",
        )


async def test_a_second_handoff_waits_until_the_first_has_ended(store: SqlStore) -> None:
    """Fails without the index handoffs_unended_once."""
    conversation = await opened(store)
    async with store.transaction() as ledger:
        await ledger.open_handoff(conversation.id, ASKED, NOW)

    with pytest.raises(sa.exc.IntegrityError):
        async with store.transaction() as ledger:
            await ledger.open_handoff(conversation.id, ASKED, NOW)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE conversations SET handling = 'lost'",
        "UPDATE deliveries SET state = 'lost'",
        "UPDATE handoffs SET ending = 'lost', ended_at = asked_at",
        "UPDATE handoffs SET ending = 'expired'",
        "UPDATE unanswered SET conversation_id = 99",
        "UPDATE deliveries SET message_id = 99",
    ],
)
async def test_a_state_nobody_knows_and_a_row_that_is_not_there_are_refused(
    store: SqlStore, change: str
) -> None:
    """Fails without the CHECK or the foreign key (in SQLite: without PRAGMA foreign_keys)."""
    conversation = await opened(store)
    async with store.transaction() as ledger:
        message = await ledger.append(conversation.id, bot(), NOW)
        await ledger.expect_answer(message, NOW)
        await ledger.owe(message, "widget", "kari", NOW)
        await ledger.open_handoff(conversation.id, ASKED, NOW)

    with pytest.raises(sa.exc.IntegrityError):
        await raw(store, change)


async def test_a_line_by_an_unknown_author_is_refused(store: SqlStore) -> None:
    conversation = await opened(store)
    await said(store, conversation, bot())

    with pytest.raises(sa.exc.IntegrityError):
        await raw(
            store,
            "INSERT INTO messages (conversation_id, seq, created_at, author, text, buttons, internal, details)"
            " SELECT conversation_id, 2, created_at, 'nobody', text, buttons, internal, details FROM messages",
        )


async def test_sequence_numbers_have_no_gaps_when_8_connections_write_and_some_give_up(
    stores: list[SqlStore],
) -> None:
    """Fails when `append` does not lock the conversation (PostgreSQL), or begins without IMMEDIATE (SQLite)."""
    conversation = await opened(stores[0])
    await asyncio.gather(*(_write_or_give_up(store, conversation.id) for store in stores))

    lines = await stores[0].messages(conversation.id, limit=1000)
    assert [line.seq for line in lines] == list(range(1, 161))


async def _write_or_give_up(store: SqlStore, conversation_id: int) -> None:
    for number in range(30):
        try:
            async with store.transaction() as ledger:
                await ledger.append(conversation_id, bot(str(number)), NOW)
                if number % 3 == 0:
                    raise InterruptedError
        except InterruptedError:
            pass


async def test_a_reader_that_follows_by_sequence_number_misses_nothing(stores: list[SqlStore]) -> None:
    """Fails when a line with a lower number may be committed after one with a higher."""
    conversation = await opened(stores[0])
    writing = asyncio.gather(*(_write_or_give_up(store, conversation.id) for store in stores[1:]))
    seen: list[int] = []
    while not writing.done():
        seen += await _new_after(stores[0], conversation.id, seen)
    await writing
    seen += await _new_after(stores[0], conversation.id, seen)

    assert seen == list(range(1, 141))


async def _new_after(store: SqlStore, conversation_id: int, seen: list[int]) -> list[int]:
    return [line.seq for line in await store.messages(conversation_id, after=seen[-1] if seen else 0)]


async def test_of_two_who_read_the_same_version_the_second_is_stale(store: SqlStore) -> None:
    """Fails when `save` does not compare the version."""
    conversation = await opened(store)
    async with store.transaction() as ledger:
        await ledger.save(conversation.wait())

    with pytest.raises(Stale):
        async with store.transaction() as ledger:
            await ledger.save(conversation.close())
    assert (await store.conversation(conversation.id)).handling is Handling.WAITING


async def test_8_who_claim_at_once_leave_one_owner(stores: list[SqlStore]) -> None:
    """Fails when `lock` does not lock (PostgreSQL): then claims end as Stale, not as a second owner."""
    await asyncio.gather(*(store.ping() for store in stores))  # connected, so that they meet
    for round_ in range(10):
        conversation = await opened(stores[0], f"address {round_}")
        async with stores[0].transaction() as ledger:
            await ledger.save(conversation.wait())

        claims = (_claim(store, conversation.id, str(place)) for place, store in enumerate(stores))
        results = await asyncio.gather(*claims, return_exceptions=True)

        assert results.count(True) == 1
        assert {type(result).__name__ for result in results} == {"bool", "MoveNotAllowed"}


async def _claim(store: SqlStore, conversation_id: int, who: str) -> bool:
    async with store.transaction() as ledger:
        locked = await ledger.lock(conversation_id)
        await ledger.save(locked.claim(replace(KARI, id=who)))
    return True


async def test_a_message_is_owed_to_an_address_once(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        message = await ledger.append(conversation.id, bot(), NOW)
        await ledger.owe(message, "widget", "kari", NOW)
        await ledger.owe(message, "widget", "kari", NOW)

    assert len(await store.due_deliveries(conversation.id, NOW)) == 1


async def test_an_answer_is_struck_off_once(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        message = await ledger.append(conversation.id, customer(), NOW)
        await ledger.expect_answer(message, NOW)

    async with store.transaction() as ledger:
        assert await ledger.answered(message.id) is True
        assert await ledger.answered(message.id) is False


async def test_a_conversation_that_is_not_there_is_said_to_be_missing(store: SqlStore) -> None:
    with pytest.raises(NoSuchConversation):
        await store.conversation(7)
    with pytest.raises(NoSuchConversation):
        async with store.transaction() as ledger:
            await ledger.append(7, bot(), NOW)
