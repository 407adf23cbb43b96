"""What is read back: for customers, for the lanes, for the desk, for the record."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.conversations.answers import Outcome
from bot.conversations.finding import Filters
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.messages import Button, Cursor, DeliveryState, Message
from bot.conversations.model import Conversation
from bot.storage.record import Episode
from bot.storage.store import SqlStore, database
from tests.storage.samples import ASKED, KARI, NOW, asked, bot, customer, opened, raw, said

SECOND = timedelta(seconds=1)


def texts(lines: "list[Message]") -> list[str]:
    return [line.entry.text for line in lines]


async def closed(store: SqlStore, conversation: Conversation) -> None:
    async with store.transaction() as ledger:
        await ledger.save((await ledger.lock(conversation.id)).close())


async def test_what_is_written_reads_back_the_same(store: SqlStore) -> None:
    entry = bot(
        "Hyvää päivää, السلام علیکم 👋",
        buttons=(Button("Ja", '/inform{"town":"Bergen"}'), Button("Nei", "/deny")),
        details={"parse": {"intent": {"name": "greet", "confidence": 0.93}}, "list": [1, None, True]},
    )
    conversation = await opened(store)
    (message,) = await said(store, conversation, entry)

    assert message.entry == entry
    assert await store.messages(conversation.id) == [message]
    assert await store.conversation(conversation.id) == await store.current("widget", "kari") == conversation


async def test_times_are_read_back_aware_and_in_utc_wherever_they_were_written(store: SqlStore) -> None:
    """Fails when SQLite's times come back without a zone, or a zone is dropped rather than converted."""
    in_karachi = NOW.astimezone(timezone(timedelta(hours=5)))
    conversation = await opened(store, now=in_karachi)
    (message,) = await said(store, conversation, bot(), now=in_karachi)

    for time in (
        conversation.opened_at,
        message.created_at,
        (await store.messages(conversation.id))[0].created_at,
    ):
        assert time == NOW
        assert time.tzinfo is UTC or time.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_not_stored(store: SqlStore) -> None:
    with pytest.raises(Exception, match="without a zone"):
        await opened(store, now=NOW.replace(tzinfo=None))


async def test_characters_that_no_database_keeps_do_not_stop_a_message(store: SqlStore) -> None:
    """Fails when NUL or half a surrogate pair reaches PostgreSQL: such a message would be refused for ever."""
    conversation = await opened(store)
    (message,) = await said(
        store, conversation, customer("a\0b\ud83d", "x\0", details={"raw\0": ["\0", "\udc00"]})
    )

    assert message.entry.text == "a\ufffdb\ufffd"
    assert message.entry.details == {"raw\ufffd": ["\ufffd", "\ufffd"]}
    assert await store.seen("widget", "x\0") == message


async def test_a_customer_reads_on_over_all_conversations_and_never_sees_internal_lines(
    store: SqlStore,
) -> None:
    """Fails without the condition on `internal`, or when the cursor counts only sequence numbers."""
    first = await opened(store)
    await said(store, first, customer("1"), bot("secret", internal=True), bot("2"))
    await closed(store, first)
    second = await opened(store)
    other = await opened(store, "ola")
    await said(store, other, customer("of another"))
    await said(store, second, customer("3"), bot("4"), bot("secret", internal=True), bot("5"))

    async def after(conversation_id: int, seq: int, limit: int = 200) -> list[str]:
        return texts(await store.history("widget", "kari", after=Cursor(conversation_id, seq), limit=limit))

    assert await after(0, 0) == ["1", "2", "3", "4", "5"]
    assert await after(first.id, 1) == ["2", "3", "4", "5"]
    assert await after(first.id, 3) == ["3", "4", "5"]
    assert await after(second.id, 2) == ["5"]
    assert await after(second.id, 4) == []
    assert await after(0, 0, limit=2) == ["1", "2"]
    assert texts(await store.recent("widget", "kari", limit=3)) == ["3", "4", "5"]
    assert texts(await store.messages(second.id, after=1, limit=2)) == ["4", "secret"]


async def test_the_current_conversation_is_the_open_one_else_the_latest(store: SqlStore) -> None:
    assert await store.current("widget", "kari") is None
    first = await opened(store)
    await closed(store, first)
    assert (await store.current("widget", "kari")).id == first.id

    second = await opened(store)
    assert second.id != first.id
    assert (await store.current("widget", "kari")).id == second.id


async def test_later_deliveries_of_a_channel_wait_behind_one_that_is_not_due_yet(store: SqlStore) -> None:
    """Fails without the part of `_sendable` that looks for earlier ones."""
    conversation = await opened(store)
    async with store.transaction() as ledger:
        for text in ("1", "2"):
            message = await ledger.append(conversation.id, bot(text), NOW)
            await ledger.owe(message, "telegram", "7", NOW)
            await ledger.owe(message, "desk", "C1", NOW)
    first, *_ = await store.due_deliveries(conversation.id, NOW)
    async with store.transaction() as ledger:
        await ledger.settle(first, DeliveryState.DUE, due_at=NOW + 30 * SECOND)

    assert [(d.channel, d.message.entry.text) for d in await store.due_deliveries(conversation.id, NOW)] == [
        ("desk", "1"),
        ("desk", "2"),
    ]
    later = await store.due_deliveries(conversation.id, NOW + 30 * SECOND)
    assert [d.message.entry.text for d in later if d.channel == "telegram"] == ["1", "2"]


@pytest.mark.parametrize("end", [DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.UNKNOWN])
async def test_what_was_settled_is_not_due_and_holds_nothing_up(store: SqlStore, end: DeliveryState) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        for text in ("1", "2"):
            await ledger.owe(await ledger.append(conversation.id, bot(text), NOW), "telegram", "7", NOW)
    first, _ = await store.due_deliveries(conversation.id, NOW)
    async with store.transaction() as ledger:
        await ledger.settle(first, end, due_at=NOW + SECOND)

    assert [d.message.entry.text for d in await store.due_deliveries(conversation.id, NOW)] == ["2"]


async def test_what_is_to_do_is_unanswered_or_may_be_sent_now(store: SqlStore) -> None:
    """Fails when either half of `to_do` is missing, or a held delivery counts as due."""
    asks, hears, held, _quiet = [await opened(store, name) for name in ("asks", "hears", "held", "quiet")]
    async with store.transaction() as ledger:
        question = await ledger.append(asks.id, customer(), NOW)
        await ledger.expect_answer(question, NOW)
        await ledger.owe(await ledger.append(hears.id, bot(), NOW), "telegram", "7", NOW)
        await ledger.owe(await ledger.append(held.id, bot(), NOW), "telegram", "8", NOW + 30 * SECOND)
        await ledger.owe(await ledger.append(held.id, bot(), NOW), "telegram", "8", NOW)

    assert set(await store.to_do(NOW)) == {asks.id, hears.id}
    assert set(await store.to_do(NOW + 30 * SECOND)) == {asks.id, hears.id, held.id}


async def test_a_turn_that_was_put_off_is_named_again_when_it_is_due_and_counted(store: SqlStore) -> None:
    conversation = await opened(store)
    (message,) = await said(store, conversation, customer())
    async with store.transaction() as ledger:
        await ledger.expect_answer(message, NOW)
        counts = [await ledger.put_off(message.id, NOW + 60 * SECOND) for _ in range(2)]

    assert counts == [1, 2]
    assert await store.to_do(NOW) == []
    assert await store.to_do(NOW + 60 * SECOND) == [conversation.id]
    assert await store.unanswered(conversation.id) == message


async def test_the_oldest_unanswered_message_comes_first(store: SqlStore) -> None:
    conversation = await opened(store)
    async with store.transaction() as ledger:
        lines = [await ledger.append(conversation.id, customer(text), NOW) for text in "123"]
        for message in reversed(lines):
            await ledger.expect_answer(message, NOW)

    assert await store.unanswered(conversation.id) == lines[0]


async def test_the_desk_sees_the_waiting_and_the_call_backs_oldest_first(store: SqlStore) -> None:
    """Fails when a hand-off that expired with a contact leaves the queue, or one without stays."""
    handed = [await asked(store, address) for address in ("waits", "call back", "gone", "resolved")]
    async with store.transaction() as ledger:
        await ledger.leave_contact(handed[1][1], "kari@example.no")
        for _, handoff in handed[1:3]:
            await ledger.end_handoff(handoff, HandoffEnd.EXPIRED, NOW)
        await ledger.end_handoff(handed[3][1], HandoffEnd.RESOLVED, NOW)

    assert [conversation.address for conversation, _ in await store.queue()] == ["waits", "call back"]
    async with store.transaction() as ledger:
        assert (await ledger.handoff(handed[2][0].id)).end is HandoffEnd.EXPIRED
        assert await ledger.handoff(handed[3][0].id) is None
        await ledger.end_handoff(handed[1][1], HandoffEnd.ANSWERED, NOW)
    assert [conversation.address for conversation, _ in await store.queue()] == ["waits"]


async def test_an_expired_handoff_can_be_taken_up_again(store: SqlStore) -> None:
    conversation, handoff = await asked(store, "kari")
    async with store.transaction() as ledger:
        await ledger.end_handoff(handoff, HandoffEnd.EXPIRED, NOW)
        await ledger.claimed(handoff, KARI, NOW + 9 * SECOND)
        await ledger.first_answer(handoff, NOW + 20 * SECOND)
        await ledger.first_answer(handoff, NOW + 40 * SECOND)

    (found,) = await store.handoffs(conversation.id)
    assert (found.agent, found.claimed_at, found.end, found.ended_at) == (KARI, NOW + 9 * SECOND, None, None)
    assert found.answered_at == NOW + 20 * SECOND
    assert found.request == ASKED


async def test_places_in_the_queue_and_waits_count_only_those_they_should(store: SqlStore) -> None:
    handed = [await asked(store, str(number), NOW + number * SECOND) for number in range(4)]
    async with store.transaction() as ledger:
        await ledger.claimed(handed[0][1], KARI, NOW + 60 * SECOND)
        await ledger.claimed(handed[1][1], KARI, NOW + 90 * SECOND)

        assert await ledger.waiting_before(handed[3][1]) == 1
        assert await ledger.recent_waits(1) == [89 * SECOND]
        assert await ledger.recent_waits(9) == [89 * SECOND, 60 * SECOND]
    assert await store.unclaimed_since(NOW + 3 * SECOND) == [handed[2][0].id]


async def test_only_quiet_conversations_of_the_bot_are_quiet(store: SqlStore) -> None:
    quiet, _waiting = await opened(store, "quiet"), await asked(store, "waiting")
    await opened(store, "busy", NOW + 60 * SECOND)

    assert await store.quiet_since(NOW + SECOND) == [quiet.id]


async def test_the_record_is_searched_by_words_in_any_case_with_signs_taken_as_they_are(
    store: SqlStore,
) -> None:
    """Fails when % or _ is a wildcard, or when Ä and ä differ."""
    conversation = await opened(store)
    await said(
        store, conversation, bot("100% REFUNDED to Ähtäri"), bot("1000 refunded"), bot("a_b"), bot("axb")
    )

    async def found(words: str, limit: int = 9) -> list[str]:
        return texts(await store.search(words, limit=limit))

    assert await found("refunded") == ["1000 refunded", "100% REFUNDED to Ähtäri"]
    assert await found("refunded", 1) == ["1000 refunded"]
    assert await found("100% refunded") == await found("ähtäri") == ["100% REFUNDED to Ähtäri"]
    assert await found("a_b") == ["a_b"]
    assert await found("  ") == []


async def test_the_export_gives_what_was_said_in_a_stretch_of_time_a_page_at_a_time(store: SqlStore) -> None:
    for number in range(120):
        conversation = await opened(store, f"address {number}")
        await said(store, conversation, customer("early"), now=NOW)
        (late,) = await said(store, conversation, bot("late"), now=NOW + 60 * SECOND)
    async with store.transaction() as ledger:
        await ledger.record_outcome(late, Outcome("returns", "done"), NOW)
        handoff = await ledger.open_handoff(conversation.id, ASKED, NOW)

    async def texts_of(since: datetime, until: datetime) -> list[list[str]]:
        return [
            texts(list(episode.messages)) async for episode in store.export(Filters(since=since, until=until))
        ]

    assert await texts_of(NOW, NOW + 61 * SECOND) == [["early", "late"]] * 120
    assert await texts_of(NOW + SECOND, NOW + 61 * SECOND) == [["late"]] * 120
    assert await texts_of(NOW + 60 * SECOND, NOW + 60 * SECOND) == []
    last: Episode = [episode async for episode in store.export(Filters(since=NOW, until=NOW + 61 * SECOND))][
        -1
    ]
    assert last.handoffs == [handoff]
    assert [(each.message_id, each.outcome) for each in last.outcomes] == [
        (late.id, Outcome("returns", "done"))
    ]


async def test_the_counts_say_what_waits_and_name_what_is_nought(store: SqlStore) -> None:
    await closed(store, await opened(store, "closed"))
    await asked(store, "waits")
    conversation = await opened(store, "kari")
    async with store.transaction() as ledger:
        await ledger.expect_answer(await ledger.append(conversation.id, customer(), NOW), NOW)

    assert await store.counts() == {"bot": 1, "waiting": 1, "human": 0, "unanswered": 1, "deliveries": 0}


async def test_a_database_that_cannot_be_read_does_not_answer_a_ping(store: SqlStore, empty_url: str) -> None:
    assert await store.ping() is True

    without_tables = SqlStore(database(empty_url))
    assert await without_tables.ping() is False
    await without_tables.close()


async def test_sqlite_is_set_to_lose_nothing_in_a_power_cut(store: SqlStore, kind: str) -> None:
    """Fails with synchronous = NORMAL, which commits without waiting for the disk."""
    if kind == "postgres":
        assert await raw(store, "SHOW synchronous_commit") == [("on",)]
        return
    assert await raw(store, "PRAGMA synchronous") == [(2,)]
    assert await raw(store, "PRAGMA journal_mode") == [("wal",)]
