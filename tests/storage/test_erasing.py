"""What is erased is nowhere any more, and the log can still be verified."""

import json
import secrets
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversations.answers import HandoffRequest
from bot.conversations.erasing import Eraser, Retention, RetentionLimits
from bot.conversations.evidence import Notary
from bot.conversations.evidence_keys import EvidenceKey, Witnesses
from bot.conversations.messages import Author, Button, Customer, DeliveryState, Entry, FileKind, Offer
from bot.conversations.model import Conversation
from bot.conversations.reviews import ReviewKind
from bot.conversations.tickets import Ticket
from bot.storage.schema import metadata
from bot.storage.store import SqlStore
from tests.storage.samples import KARI, NOW, bot, opened, said

KEY = EvidenceKey("a secret of more than thirty-two characters")
PEOPLE = 40
CANARIES = 1000


@pytest.fixture
def canaries() -> list[str]:
    return []


def eraser(store: SqlStore, after: timedelta = timedelta()) -> Eraser:
    return Eraser(store, KEY, lambda: NOW + after)


async def sign(store: SqlStore) -> None:
    await Notary(store, KEY, lambda: NOW).once()


class Planter:
    """Writes words that occur nowhere else, and remembers them."""

    def __init__(self, canaries: list[str]) -> None:
        self._canaries = canaries

    def __call__(self) -> str:
        self._canaries.append(f"canary{secrets.token_hex(8)}")
        return self._canaries[-1]


async def lived(store: SqlStore, plant: Planter, place: int) -> Conversation:
    """A conversation that left something in every table that holds something of a customer."""
    address = plant()
    conversation = await opened(store, address)
    photo = Offer(FileKind.PHOTO, plant(), "image/png", plant())
    request = HandoffRequest("asked", "order_status", plant(), {"email": plant(), "proven": True})
    async with store.transaction() as ledger:
        await ledger.note_customer(Customer("widget", address, plant(), "nb"))
        file = await ledger.offer_file(conversation.id, "widget", photo, NOW)
        await ledger.keep_file(file.key, plant().encode() * 400)  # longer than a page
        asked = await ledger.append(
            conversation.id,
            Entry(Author.CUSTOMER, plant() * 300, channel="widget", external_id=plant(), files=(file,)),
            NOW,
        )
        await ledger.expect_answer(asked, NOW)
        button = Button(plant(), plant())
        details = {"parse": {"entities": [plant()]}, plant(): 1}
        answer = await ledger.append(
            conversation.id, bot(plant(), buttons=(button,), details=details, name=plant()), NOW
        )
        await ledger.owe(answer, "telegram", plant(), NOW)
        handoff = await ledger.open_handoff(conversation.id, request, NOW)
        await ledger.leave_contact(handoff, plant())
        await ledger.keep_ticket(Ticket(handoff.id, conversation.id, "slack", "C1", f"T1/C1:{place}"))
        await ledger.review(answer.id, KARI, ReviewKind.WRONG, plant(), NOW)
        await ledger.issue_pass(plant(), conversation.id, NOW)
        changed = replace(conversation, session=replace(conversation.session, slots={"email": plant()}))
        await ledger.save(changed)
        moved = await ledger.move(await ledger.lock(conversation.id), "telegram", plant(), NOW)
    for delivery in await store.due_deliveries(conversation.id, NOW):
        async with store.transaction() as ledger:
            await ledger.settle(delivery, DeliveryState.REFUSED, receipt=plant(), error=plant())
    async with store.transaction() as ledger:  # what stood there before must not be left either
        slots = replace(changed.session, slots={"email": plant()})
        await ledger.save(replace(await ledger.lock(conversation.id), session=slots))
        await ledger.append(conversation.id, Entry(Author.AGENT, plant(), name=plant(), internal=True), NOW)
    return moved


async def everything(store: SqlStore) -> str:
    """All rows of all tables, as text."""

    def read(connection: sa.Connection) -> str:
        rows = [
            [str(value) if not isinstance(value, bytes) else value.decode(errors="replace") for value in row]
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        ]
        return json.dumps(rows)

    return await store._database.scan(read)


def raw_bytes(url: str) -> bytes:
    """The database's files, as they lie on the disk."""
    if not url.startswith("sqlite"):
        return b""
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


async def test_of_1000_canaries_none_is_left_and_the_log_is_still_what_was_written(
    store: SqlStore, url: str, canaries: list[str]
) -> None:
    """Fails for every column that an erasure forgets, and without secure_delete or an emptied write-ahead log."""
    plant = Planter(canaries)
    people = [await lived(store, plant, place) for place in range(PEOPLE)]
    stays = await opened(store, "somebody else")
    await said(store, stays, bot("stays"))
    await sign(store)
    before = await everything(store)
    assert len(canaries) >= CANARIES
    assert sum(canary in before for canary in canaries) > 0.95 * len(canaries)

    for conversation in people:
        await eraser(store).erase(conversation.id, "asked")
    await store.purge()

    after, files = await everything(store), raw_bytes(url)
    assert [canary for canary in canaries if canary in after] == []
    assert [canary for canary in canaries if canary.encode() in files] == []
    verdict = await store.verify(Witnesses([KEY.public]).signed)
    assert (verdict.faults, verdict.erased) == ([], 3 * PEOPLE)
    assert [line.entry.text for line in await store.messages(stays.id)] == ["stays"]


async def test_an_erasure_leaves_chores_for_every_copy_outside(store: SqlStore, canaries: list[str]) -> None:
    conversation = await lived(store, Planter(canaries), 7)
    (handoff,) = await store.handoffs(conversation.id)

    await eraser(store).erase(conversation.id, "asked")

    chores = await store.due_chores(conversation.id, NOW)
    assert {(chore.desk, chore.kind.value, chore.subject) for chore in chores} == {
        ("engine", "erase", conversation.id),
        ("slack", "erase", handoff.id),
    }
    assert await store.to_do(NOW) == [conversation.id]


async def test_an_erased_address_begins_anew(store: SqlStore) -> None:
    conversation = await opened(store, "kari")
    await said(store, conversation, bot("old"))
    await eraser(store).erase(conversation.id, "asked")

    again = await opened(store, "kari")

    assert again.id != conversation.id
    assert await store.recent("widget", "kari") == []


async def test_what_is_said_after_an_erasure_is_erased_by_the_next(store: SqlStore) -> None:
    conversation = await opened(store, "kari")
    await said(store, conversation, bot("one"))
    await eraser(store).erase(conversation.id, "asked")
    await said(store, conversation, bot("late"))
    await sign(store)

    await eraser(store, timedelta(minutes=1)).erase(conversation.id, "asked")

    assert [line.entry.text for line in await store.messages(conversation.id)] == ["", ""]
    assert (await store.verify(Witnesses([KEY.public]).signed)).faults == []


async def test_a_person_is_every_address_that_a_conversation_was_carried_to(store: SqlStore) -> None:
    web, other = await opened(store, "browser"), await opened(store, "stranger")
    async with store.transaction() as ledger:
        await ledger.move(await ledger.lock(web.id), "telegram", "4711", NOW)
    later = await opened(store, "browser")

    person = await store.person("telegram:4711")

    assert person.conversations == (web.id, later.id)
    assert person.addresses == {("widget", "browser"), ("telegram", "4711")}
    assert await store.person(str(later.id)) == person
    assert (await store.person("widget:stranger")).conversations == (other.id,)
    assert (await store.person("widget:nobody")).conversations == ()


async def test_all_that_is_kept_of_a_person_can_be_handed_out(store: SqlStore, canaries: list[str]) -> None:
    conversation = await lived(store, Planter(canaries), 1)
    other = await lived(store, Planter([]), 2)

    belongings = await store.belongings(await store.person(str(conversation.id)))

    (episode,) = belongings.episodes
    assert episode.conversation.id == conversation.id
    assert len(episode.messages) == 3
    assert [row["conversation_id"] for row in belongings.files] == [conversation.id]
    assert [row["address"] for row in belongings.customers] == [canaries[0]]
    assert other.id not in [row["conversation_id"] for row in (*belongings.moves, *belongings.threads)]


AGES = {"fresh": 20, "anonymous": 40, "proven": 40, "contact": 40, "told": 40, "old and proven": 100}


async def aged(store: SqlStore, name: str) -> int:
    then = NOW - timedelta(days=AGES[name])
    conversation = await opened(store, name, then)
    slots = {"proven": True} if "proven" in name else {"order_number": "10442"}
    async with store.transaction() as ledger:
        if name != "anonymous":
            handoff = await ledger.open_handoff(
                conversation.id, HandoffRequest("asked", None, "", slots), then
            )
            if name == "contact":
                await ledger.leave_contact(handoff, "kari@example.no")
        told = {"email": "kari@example.no"} if name == "told" else {}
        closed = replace(conversation.close(), session=replace(conversation.session, slots=told))
        await ledger.append(conversation.id, bot(name), then)
        await ledger.save(closed)
    return conversation.id


async def test_conversations_are_kept_30_days_and_90_with_a_proof_or_a_contact(store: SqlStore) -> None:
    """Fails when either limit is not kept, or a proof does not count."""
    numbers = {name: await aged(store, name) for name in AGES}
    still_open = await opened(store, "open", NOW - timedelta(days=400))
    await said(store, still_open, bot("open"), now=NOW - timedelta(days=400))
    retention = Retention(store, eraser(store), lambda: NOW, RetentionLimits())

    await retention.once()

    left = {name: (await store.messages(number))[0].entry.text != "" for name, number in numbers.items()}
    assert left == {
        "fresh": True, "anonymous": False, "proven": True, "contact": True, "told": True, "old and proven": False,
    }  # fmt: skip
    assert (await store.messages(still_open.id))[0].entry.text == "open"
    assert (await store.verify(Witnesses([KEY.public]).signed)).faults == []


async def test_retention_looks_once_an_hour_and_erases_nothing_twice(store: SqlStore) -> None:
    now = NOW
    number = await aged(store, "anonymous")
    retention = Retention(store, Eraser(store, KEY, lambda: now), lambda: now, RetentionLimits())
    await retention.once()
    second = await aged(store, "old and proven")

    await retention.once()
    assert (await store.messages(second))[0].entry.text != ""
    now += timedelta(hours=2)
    await retention.once()

    assert (await store.messages(second))[0].entry.text == ""
    assert await store.outlived(now, now, 10) == []
    assert number
