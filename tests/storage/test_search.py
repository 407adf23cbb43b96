"""Words are found in the log as people type them, in five languages, by the index and narrowed; erased ones are not."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversations.answers import Outcome
from bot.conversations.finding import Filters, asked, fold, snippet
from bot.conversations.handoffs import Cause, HandoffEnd, Resolution, Verdict
from bot.conversations.messages import Author, Entry
from bot.storage.store import SqlStore
from tests.storage.samples import KARI, NOW, bot, customer, opened, raw, said
from tests.storage.samples import asked as wants_person

DAY = timedelta(days=1)
LINES = (
    "Hvor blir RETURETIKETTEN av? Ærlig talt, størrelse 42 i blått",
    "Missä pakettini on? Tilasin kengät Järvenpäähän",
    "Perché la spedizione non è arrivata? C'è già stato un reso",
    "میرا پارسل کہاں ہے؟ آرڈر نمبر ۱۰۴۴۲",
    "mera parcel kahan hai? order 10442",
    "Where is my parcel? 100% lost, café_blue",
)


async def found(store: SqlStore, words: str, **narrowed: object) -> list[int]:
    """Places in LINES, the newest first."""
    lines = await store.search(words, filters=Filters(**narrowed))  # type: ignore[arg-type]
    return [LINES.index(line.entry.text) for line in lines]


@pytest.fixture
async def talked(store: SqlStore) -> SqlStore:
    await said(store, await opened(store), *map(bot, LINES))
    return store


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("parcel", [5, 4]), ("PARCEL lost", [5]),
        ("etikett", [0]), ("aerlig", []), ("Ærlig", [0]), ("storrelse blatt", [0]),
        ("paketti", [1]), ("kengat JARVENPAA", [1]), ("perche gia", [2]), ("پارسل", [3]), ("پارسل كہاں", [3]),
        ("10442", [4, 3]), ("۱۰۴۴۲", [4, 3]), ("100%", [5]), ("1%t", []), ("cafe_", [5]), ("e_b", [5]), ("a_b", []),
        ("42", [4, 3, 0]), ("ہے", [3]), ('"', []), ("' OR", []), ("nowhere", []), ("", []), ("*", []),
    ],
)  # fmt: skip
async def test_lines_that_hold_every_word_or_part_of_one_are_found_newest_first(
    talked: SqlStore, words: str, places: list[int]
) -> None:
    assert await found(talked, words) == places


async def test_a_search_reads_the_index_and_not_the_log(talked: SqlStore) -> None:
    """Fails when the words are looked for line by line: without its index SQLite finds nothing."""
    if talked._database.__class__.__name__ == "SqliteDatabase":
        await raw(talked, "INSERT INTO message_words (message_words) VALUES ('delete-all')")
        assert await found(talked, "parcel") == []
    else:
        plan = "EXPLAIN SELECT * FROM messages WHERE search_fold(text) LIKE search_fold('%parcel%')"
        rows = await raw(talked, "SET LOCAL enable_seqscan = off") or await raw(talked, plan)
        assert rows
        assert "gin" in str(
            await raw(talked, "SELECT indexdef FROM pg_indexes WHERE indexname = 'message_words'")
        )


async def test_what_was_undone_is_not_found(store: SqlStore) -> None:
    conversation = await opened(store)
    with pytest.raises(InterruptedError):
        await _said_and_undone(store, conversation.id)

    assert await found(store, "parcel") == []


async def _said_and_undone(store: SqlStore, conversation_id: int) -> None:
    async with store.transaction() as ledger:
        await ledger.append(conversation_id, bot(LINES[5]), NOW)
        raise InterruptedError


async def test_what_is_erased_is_not_found_and_leaves_the_index(store: SqlStore) -> None:
    """Fails when an erased text's letters stay in the index."""
    await said(store, await opened(store), bot("qqqqqq"), bot(LINES[5]))
    await _without_guard(store)

    await raw(store, "UPDATE messages SET text = '' WHERE text LIKE 'qqq%'")
    await store.purge()

    assert await store.search("qqqqqq") == []
    assert await found(store, "parcel") == [5]
    if store._database.__class__.__name__ == "SqliteDatabase":
        blocks = await raw(store, "SELECT block FROM message_words_data")
        assert not any(b"qqq" in block for (block,) in blocks)
        assert await raw(store, "SELECT rowid FROM message_words WHERE message_words MATCH 'qqq'") == []
        await raw(store, "INSERT INTO message_words (message_words) VALUES ('integrity-check')")


async def _without_guard(store: SqlStore) -> None:
    if store._database.__class__.__name__ == "SqliteDatabase":
        await raw(store, "DROP TRIGGER messages_refuse_update")
    else:
        await raw(store, "ALTER TABLE messages DISABLE TRIGGER USER")


async def test_a_search_is_narrowed_by_channel_language_topic_outcome_agent_and_time(store: SqlStore) -> None:
    plain = await opened(store, "ola")
    handed, handoff = await wants_person(store, "kari")
    async with store.transaction() as ledger:
        telegram = await ledger.open_conversation("telegram", "7", "fi", NOW)
        line = await ledger.append(plain.id, customer(LINES[0]), NOW)
        await ledger.record_outcome(line, Outcome("return_item", "done"), NOW)
        await ledger.append(telegram.id, Entry(Author.CUSTOMER, LINES[1]), NOW + DAY)
        await ledger.claimed(handoff, KARI, NOW)
        await ledger.append(handed.id, Entry(Author.CUSTOMER, LINES[5]), NOW + 2 * DAY)
        await ledger.append(telegram.id, Entry(Author.AGENT, LINES[4], name="Ola"), NOW + 3 * DAY)
        await ledger.end_handoff(handoff, HandoffEnd.RESOLVED, NOW)
        await ledger.judged(handoff, Resolution(Verdict.SOLVED, Cause.DELIVERY))

    assert await found(store, "", channel="telegram") == [4, 1]
    assert await found(store, "kahan", channel="telegram") == [4]
    assert await found(store, "kahan", channel="widget") == []
    assert await found(store, "", language="fi", until=NOW + 2 * DAY) == [1]
    assert await found(store, "", topic="return_item") == [0]
    assert await found(store, "", topic="order_status") == [5]
    assert await found(store, "", outcome="done") == [0]
    assert await found(store, "", outcome="solved") == [5]
    assert await found(store, "", agent="U1") == await found(store, "", agent="Kari") == [5]
    assert await found(store, "", agent="Ola") == [4, 1]
    assert await found(store, "", since=NOW + DAY, until=NOW + 3 * DAY) == [5, 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.text("aÅåØøÆæÉé\u0301يیكکہھهة۱٤1Iı ﷺ\u064e\u200c", max_size=12))
async def test_both_databases_compare_words_alike(store: SqlStore, text: str) -> None:
    """Fails when SQLite's function and PostgreSQL's differ."""
    assert await raw(store, "SELECT search_fold(:text)", text=text) == [(fold(text),)]


def test_a_long_text_is_shown_around_the_first_of_the_words() -> None:
    text = "word " * 100 + "the Straße to Järvenpää ends " + "more " * 100

    shown = snippet(text, "JARVENPAA")

    assert "Järvenpää" in shown
    assert len(shown) <= 204
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert snippet("short\n text", "nothing") == "short text"


def test_filters_are_told_from_words() -> None:
    words, filters = asked("lost channel:telegram parcel since:2026-11-01 at 10:30 topic:")

    assert words == "lost parcel at 10:30 topic:"
    assert filters == Filters(channel="telegram", since=filters.since)
    assert f"{filters.since:%Y-%m-%d %Z}" == "2026-11-01 UTC"
    with pytest.raises(ValueError, match="yesterday"):
        asked("since:yesterday")
