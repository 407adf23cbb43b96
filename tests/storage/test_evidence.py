"""The log can be verified: whatever is changed behind the program's back is found and named."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversations.evidence import Erasure, Notary
from bot.conversations.evidence_keys import EvidenceKey, Witnesses
from bot.conversations.messages import Author, Button, Entry
from bot.storage import chain
from bot.storage.store import SqlStore
from bot.storage.tables import messages
from bot.storage.verify import Verdict
from tests.storage.samples import NOW, bot, customer, opened, raw, said

KEY = EvidenceKey("a secret of more than thirty-two characters")
LINES = 12
TAMPERINGS = 200 // 2  # on each database
HARD = {
    "float": 1e16,
    "tiny": 1e-07,
    "minus": -0.0,
    "nul": "a\0b",
    "half": "\ud83d",
    "ü": [1, 2.5, {"z": None}],
}


async def sign(store: SqlStore, after: float = 0) -> None:
    await Notary(store, KEY, lambda: NOW + timedelta(seconds=after)).once()


async def verified(store: SqlStore) -> Verdict:
    return await store.verify(Witnesses([KEY.public]).signed)


async def faults(store: SqlStore) -> list[str]:
    return [str(fault) for fault in (await verified(store)).faults]


async def fill(store: SqlStore, conversations: int = 3) -> None:
    """Conversations of twelve lines that took turns, a checkpoint in the middle and one at the end."""
    of = [await opened(store, f"customer {number}") for number in range(conversations)]
    for number in range(LINES):
        for place, conversation in enumerate(of):
            entry = (
                bot(f"answer {number}") if number % 2 else customer(f"question {number}", f"{place} {number}")
            )
            await said(store, conversation, entry, now=NOW + timedelta(seconds=number))
        if number == LINES // 2:
            await sign(store)
    await sign(store)


async def open_the_doors(store: SqlStore) -> None:
    """What somebody with the database's password does first."""
    if store._database.__class__.__name__ == "SqliteDatabase":
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'messages'"
        for (trigger,) in await raw(store, triggers):
            await raw(store, f"DROP TRIGGER {trigger}")
    else:
        await raw(store, "ALTER TABLE messages DISABLE TRIGGER USER")


async def test_what_was_written_is_what_is_read(store: SqlStore) -> None:
    await fill(store)
    conversation = await opened(store, "hard")
    await said(
        store, conversation, bot("a\0b", details=HARD, buttons=(Button("ja", "/yes"),)), customer("ok", "x")
    )

    verdict = await verified(store)

    assert verdict.faults == []
    assert (verdict.lines, verdict.conversations, verdict.checkpoints, verdict.unsigned) == (38, 4, 2, 2)


async def test_a_line_can_only_be_emptied_and_nothing_else_of_it_changes(store: SqlStore) -> None:
    """Fails when the trigger's door is wider than an erasure."""
    await fill(store, 1)
    emptied = (
        "text = '', name = NULL, external_id = NULL, buttons = '[]', details = '{}', files = '[]', "
        "commitment = link, salt = NULL"
    )
    for change in (
        "text = 'other'", "salt = NULL", "text = ''", "author = 'agent'", f"{emptied}, author = 'agent'",
        f"{emptied}, seq = 99", f"{emptied}, link = salt", emptied.replace("text = ''", "text = 'x'"),
        emptied.replace("commitment = link", "commitment = NULL"),
    ):  # fmt: skip
        with pytest.raises(sa.exc.DBAPIError, match="messages are never changed"):
            await raw(store, f"UPDATE messages SET {change} WHERE seq = 1")

    await raw(store, f"UPDATE messages SET {emptied} WHERE seq = 1")

    with pytest.raises(sa.exc.DBAPIError, match="messages are never changed"):
        await raw(store, f"UPDATE messages SET {emptied} WHERE seq = 1")


async def test_a_line_emptied_without_a_signed_erasure_is_named(store: SqlStore) -> None:
    await fill(store, 1)
    (line,) = await _rows(store, seq=4)
    committed = chain.commitment(line, line["salt"])
    await _empty(store, line["id"], committed)

    assert await faults(store) == [
        "conversation 1, line 4: altered (its words are gone without a signed erasure)"
    ]

    await _erased(store, 3, KEY)
    assert "line 4" in (await faults(store))[0]
    await _erased(store, 4, EvidenceKey("somebody else's secret, also long enough"))
    assert "line 4" in (await faults(store))[0]
    await _erased(store, 5, KEY)
    assert await faults(store) == []


async def _rows(store: SqlStore, **where: object) -> list[dict[str, object]]:
    def read(connection: sa.Connection) -> list[dict[str, object]]:
        query = sa.select(messages).filter_by(**where).order_by(messages.c.id)
        return [row._asdict() for row in connection.execute(query)]

    return await store._database.read(read)


async def _empty(store: SqlStore, message_id: object, committed: bytes) -> None:
    change = messages.update().where(messages.c.id == message_id)
    values = {**chain.PERSONAL, "salt": None, "commitment": committed}
    async with store._database.transaction() as transaction:
        await transaction.run(lambda connection: connection.execute(change.values(values)))


async def _erased(store: SqlStore, seq: int, key: EvidenceKey) -> None:
    erasure = Erasure(1, seq, NOW, "asked")
    await raw(
        store,
        "INSERT INTO erasures VALUES (1, :seq, :at, 'asked', :signature)",
        seq=seq,
        at=NOW if "Postgres" in type(store._database).__name__ else NOW.strftime("%Y-%m-%d %H:%M:%S.%f"),
        signature=key.sign(erasure.content()),
    )


# Each way to tamper is told a conversation and a line in it, and tells which lines may be named for it.
Tamper = Callable[[SqlStore, int, int], Awaitable[tuple[int, int]]]


async def _set(store: SqlStore, conversation: int, seq: int, change: str) -> tuple[int, int]:
    await raw(
        store,
        f"UPDATE messages SET {change} WHERE conversation_id = :of AND seq = :seq",
        of=conversation,
        seq=seq,
    )
    return seq, seq


async def changed_text(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    return await _set(store, conversation, seq, "text = text || '!'")


async def changed_time(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    earlier = (
        "created_at - INTERVAL '1 microsecond'"
        if "Postgres" in type(store._database).__name__
        else "'2026-03-02 09:29:59.123456'"
    )
    return await _set(store, conversation, seq, f"created_at = {earlier}")


async def forged_author(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    return await _set(store, conversation, seq, "author = 'agent'")


async def hidden_from_the_customer(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    return await _set(store, conversation, seq, "internal = NOT internal")


async def deleted_row(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    await raw(
        store, "DELETE FROM messages WHERE conversation_id = :of AND seq = :seq", of=conversation, seq=seq
    )
    return seq, seq


async def deleted_tail(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    await raw(
        store, "DELETE FROM messages WHERE conversation_id = :of AND seq >= :seq", of=conversation, seq=seq
    )
    return seq, seq


async def deleted_conversation(store: SqlStore, conversation: int, _seq: int) -> tuple[int, int]:
    await raw(store, "DELETE FROM messages WHERE conversation_id = :of", of=conversation)
    await raw(store, "DELETE FROM conversations WHERE id = :of", of=conversation)
    return 1, 1


async def deleted_row_and_closed_the_gap(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    await deleted_row(store, conversation, seq)
    for later in range(seq + 1, LINES + 1):
        await _set(store, conversation, later, "seq = seq - 1")
    return seq, seq


async def swapped_rows(store: SqlStore, conversation: int, seq: int) -> tuple[int, int]:
    one, other = sorted((seq, seq % LINES + 1))
    for old, new in ((one, 99), (other, one), (99, other)):
        await _set(store, conversation, old, f"seq = {new}")
    return one, one


async def changed_text_and_wrote_the_chain_anew(
    store: SqlStore, conversation: int, seq: int
) -> tuple[int, int]:
    """A forger who knows how it is done, but has no key."""
    await changed_text(store, conversation, seq)
    await _chain_anew(store, conversation, seq)
    signed = LINES // 2 + 1  # where the first checkpoint fell
    return (1, signed) if seq <= signed else (signed + 1, LINES)


async def _chain_anew(store: SqlStore, conversation: int, seq: int) -> None:
    before = b""
    for row in await _rows(store, conversation_id=conversation):
        if row["seq"] >= seq:  # type: ignore[operator]
            body = chain.body(row, chain.commitment(row, row["salt"]))  # type: ignore[arg-type]
            row["link"] = chain.link(before or None, body, row["seq"])  # type: ignore[arg-type]
            await raw(
                store, "UPDATE messages SET link = :link WHERE id = :id", link=row["link"], id=row["id"]
            )
        before = row["link"]  # type: ignore[assignment]


WAYS: list[Tamper] = [
    changed_text, changed_time, forged_author, hidden_from_the_customer, deleted_row, deleted_tail,
    deleted_conversation, deleted_row_and_closed_the_gap, swapped_rows, changed_text_and_wrote_the_chain_anew,
]  # fmt: skip
NAMES = {
    deleted_row: {"missing"}, deleted_tail: {"missing"}, deleted_conversation: {"missing"},
    deleted_row_and_closed_the_gap: {"altered", "missing"},  # missing, when it was the last
    swapped_rows: {"reordered"},
}  # fmt: skip


@pytest.mark.timeout(240)
async def test_200_random_tamperings_are_all_found_and_named(store: SqlStore) -> None:
    """Half of them on each database; each at one conversation, and at no two the same."""
    await fill(store, TAMPERINGS)
    await open_the_doors(store)
    chance = random.Random(20260302)
    ways = [WAYS[number % len(WAYS)] for number in range(TAMPERINGS)]
    chance.shuffle(ways)
    expected = {
        conversation: (way, *await way(store, conversation, chance.randint(1, LINES)))
        for conversation, way in enumerate(ways, 1)
    }

    found = {fault.conversation_id: fault for fault in (await verified(store)).faults}

    assert found.keys() == expected.keys()
    for conversation, (way, first, last) in expected.items():
        fault = found[conversation]
        assert first <= fault.seq <= last, f"{way.__name__}: {fault} is not between {first} and {last}"
        assert fault.damage in NAMES.get(way, {"altered"}), f"{way.__name__}: {fault}"


async def test_of_several_changes_in_a_conversation_the_first_is_named(store: SqlStore) -> None:
    await fill(store)
    await open_the_doors(store)
    for seq in (9, 5, 7):
        await changed_text(store, 2, seq)

    assert await faults(store) == ["conversation 2, line 5: altered (its link does not fit)"]


async def test_what_no_program_would_write_is_named_too(store: SqlStore, kind: str) -> None:
    if kind == "postgres":
        pytest.skip("PostgreSQL keeps to its columns' types")
    await fill(store)
    await open_the_doors(store)
    await _set(store, 1, 3, "created_at = 'yesterday'")
    await _set(store, 2, 4, "details = '{'")
    await _set(store, 3, 5, "text = x'ff00'")

    assert [fault.partition(" (")[0] for fault in await faults(store)] == [
        "conversation 1, line 3: altered",
        "conversation 2, line 4: altered",
        "conversation 3, line 5: altered",
    ]


async def test_checkpoints_cannot_be_changed_or_taken_away_in_the_middle(store: SqlStore) -> None:
    await fill(store)
    await said(store, await store.conversation(1), bot("one more"))
    await sign(store)
    await raw(
        store,
        "UPDATE heads SET link = (SELECT previous FROM checkpoints WHERE number = 2) WHERE checkpoint = 2",
    )
    assert await faults(store) == ["checkpoint 2: altered"]

    await raw(store, "DELETE FROM heads WHERE checkpoint = 2")
    await raw(store, "DELETE FROM checkpoints WHERE number = 2")
    assert await faults(store) == ["checkpoint 2: missing"]


async def test_the_last_checkpoint_that_somebody_noted_is_missed_when_the_end_is_taken_away(
    store: SqlStore,
) -> None:
    await fill(store)
    noted = (await verified(store)).last
    await open_the_doors(store)
    await raw(store, "DELETE FROM heads WHERE checkpoint = 2")
    await raw(store, "DELETE FROM checkpoints WHERE number = 2")
    await raw(store, "DELETE FROM messages WHERE seq > :half", half=LINES // 2 + 1)

    verdict = await verified(store)

    assert (verdict.faults, noted in verdict.signatures) == ([], False)


async def test_a_signature_of_another_key_is_no_signature(store: SqlStore) -> None:
    await fill(store)
    other = EvidenceKey("another secret of thirty-two characters or more")

    verdict = await store.verify(Witnesses([other.public]).signed)

    assert [str(fault) for fault in verdict.faults] == ["checkpoint 1: altered", "checkpoint 2: altered"]


async def test_an_old_key_is_believed_beside_the_new_one(store: SqlStore) -> None:
    await fill(store)
    new = EvidenceKey("another secret of thirty-two characters or more")
    await said(store, await store.conversation(1), bot("one more"))
    await Notary(store, new, lambda: NOW).once()

    verdict = await store.verify(Witnesses([KEY.public, new.public]).signed)

    assert verdict.faults == []


async def test_several_gateways_sign_one_after_the_other(stores: list[SqlStore]) -> None:
    conversation = await opened(stores[0])
    for store in stores:
        await said(store, conversation, Entry(Author.BOT, "hello"))
        await sign(store)
    heads = [await store.unsigned(NOW) for store in stores]
    assert heads == [None] * len(stores)

    await said(stores[0], conversation, Entry(Author.BOT, "bye"))
    both = [await store.unsigned(NOW) for store in stores[:2]]
    kept = [
        await store.keep_checkpoint(made, KEY.sign(made.content()))
        for store, made in zip(stores, both, strict=False)
        if made
    ]

    assert kept == [True, False]
    assert await faults(stores[0]) == []


async def test_a_line_that_is_stored_late_under_a_low_id_is_signed_all_the_same(store: SqlStore) -> None:
    """Fails when only ids above those of the last checkpoint are looked at."""
    one, other = await opened(store, "one"), await opened(store, "other")
    await said(store, one, bot("a"))
    await sign(store)
    await raw(store, "UPDATE checkpoints SET top = 9")  # as if others had come first
    await said(store, other, bot("b"))

    late = await store.unsigned(NOW + timedelta(seconds=30))

    assert late
    assert [(head.conversation_id, head.seq) for head in late.heads] == [(other.id, 1)]
