"""Hand-offs as the desk works on them: passed on, snoozed, reminded of, judged, counted."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.conversations.handoffs import Cause, Handoff, HandoffEnd, Resolution, Verdict
from bot.conversations.messages import Author, Entry
from bot.conversations.model import Agent, Conversation
from bot.conversations.reviews import Review, ReviewKind
from bot.storage.store import SqlStore
from tests.storage.samples import KARI, NOW, asked, bot, customer, opened, raw, said

MINUTE = timedelta(minutes=1)
OLA = Agent("U2", "Ola")


def agents(text: str, **more: object) -> Entry:
    return Entry(Author.AGENT, text, name=KARI.name, **more)  # type: ignore[arg-type]


async def claimed(store: SqlStore, handed: tuple[Conversation, Handoff], now: datetime = NOW) -> None:
    async with store.transaction() as ledger:
        await ledger.save((await ledger.lock(handed[0].id)).claim(KARI))
        await ledger.claimed(handed[1], KARI, now)


async def again(store: SqlStore, handoff: Handoff) -> Handoff:
    found = await store.handoff(handoff.id)
    assert found is not None
    return found[1]


async def to_remind(
    store: SqlStore, now: datetime, *, alerted: timedelta = 60 * MINUTE, waiting: timedelta = 60 * MINUTE
) -> list[int]:
    """Reminders are due after `alerted`, escalation after `waiting`."""
    found = await store.to_remind(now, alerted_before=now - alerted, waiting_before=now - waiting)
    return list(found)


async def test_what_staff_do_with_a_handoff_reads_back(store: SqlStore) -> None:
    conversation, handoff = await asked(store, "kari")
    async with store.transaction() as ledger:
        await ledger.claimed(handoff, KARI, NOW)
        await ledger.reassigned(handoff, OLA)
        await ledger.snooze(handoff, NOW + MINUTE)
        await ledger.alerted(handoff, NOW, escalated=True)
        await ledger.alerted(handoff, NOW + MINUTE)
        await ledger.judged(handoff, Resolution(Verdict.UNSOLVED, Cause.DELIVERY))

    found = await store.handoff(handoff.id)
    assert found is not None
    assert found[0].id == conversation.id
    assert found[1] == replace(
        handoff,
        agent=OLA,
        claimed_at=NOW,
        snoozed_until=NOW + MINUTE,
        alerts=2,
        alerted_at=NOW + MINUTE,
        escalated_at=NOW,
        resolution=Resolution(Verdict.UNSOLVED, Cause.DELIVERY),
    )
    async with store.transaction() as ledger:
        await ledger.snooze(handoff, None)
    assert (await again(store, handoff)).snoozed_until is None
    assert await store.handoff(99) is None


@pytest.mark.parametrize(
    "change",
    ["verdict = 'lost', cause = 'wait'", "verdict = 'solved', cause = 'lost'", "verdict = 'solved'"],
)
async def test_a_verdict_nobody_knows_or_without_a_cause_is_refused(store: SqlStore, change: str) -> None:
    """Fails without the CHECKs of migration 0002."""
    await asked(store, "kari")

    with pytest.raises(sa.exc.IntegrityError):
        await raw(store, f"UPDATE handoffs SET {change}")


async def test_one_that_is_passed_on_is_nobodys_and_waits_from_then_on_in_its_old_turn(
    store: SqlStore,
) -> None:
    """Fails when it would expire at once, or wait behind those who asked later, or spoil the promised waits."""
    early, late = await asked(store, "early"), await asked(store, "late", NOW + MINUTE)
    await claimed(store, early)
    async with store.transaction() as ledger:
        await ledger.alerted(early[1], NOW)
        await ledger.passed_on(early[1], "C2", NOW + 30 * MINUTE)
        await ledger.save((await ledger.lock(early[0].id)).wait())

        assert await ledger.waiting_before(late[1]) == 1
    found = await again(store, early[1])
    assert (found.place, found.passed_at, found.agent, found.claimed_at) == (
        "C2",
        NOW + 30 * MINUTE,
        None,
        None,
    )
    assert await store.unclaimed_since(NOW + 30 * MINUTE) == [late[0].id]
    assert await store.unclaimed_since(NOW + 31 * MINUTE) == [early[0].id, late[0].id]
    async with store.transaction() as ledger:
        await ledger.claimed(early[1], OLA, NOW + 33 * MINUTE)
        assert await ledger.recent_waits(1) == [3 * MINUTE]


async def test_the_unclaimed_are_reminded_of_again_and_again(store: SqlStore) -> None:
    """Fails when claimed or ended ones are named, or when a reminder or passing on does not count."""
    waits, taken, ended = [await asked(store, name) for name in ("waits", "taken", "ended")]
    await claimed(store, taken)
    async with store.transaction() as ledger:
        await ledger.end_handoff(ended[1], HandoffEnd.EXPIRED, NOW)

    async def named(now: datetime) -> list[int]:
        return await to_remind(store, now, alerted=2 * MINUTE)

    assert await named(NOW + 2 * MINUTE) == []
    assert await named(NOW + 3 * MINUTE) == [waits[0].id]
    async with store.transaction() as ledger:
        await ledger.alerted(waits[1], NOW + 3 * MINUTE)
    assert await named(NOW + 5 * MINUTE) == []
    assert await named(NOW + 6 * MINUTE) == [waits[0].id]
    async with store.transaction() as ledger:
        await ledger.passed_on(waits[1], "C2", NOW + 6 * MINUTE)
    assert await named(NOW + 8 * MINUTE) == []
    assert await named(NOW + 9 * MINUTE) == [waits[0].id]
    async with store.transaction() as ledger:
        await ledger.alerted(waits[1], NOW + 9 * MINUTE)
    assert await named(NOW + 11 * MINUTE) == []


async def test_who_waits_too_long_for_an_answer_is_escalated_once(store: SqlStore) -> None:
    """Fails when notes, mended answers or other conversations' answers count as answers."""
    handed = await asked(store, "kari")
    other = await opened(store, "ola")

    async def named(now: datetime) -> list[int]:
        return await to_remind(store, now, waiting=5 * MINUTE)

    (asks,) = await said(store, handed[0], customer("a person please"))
    await claimed(store, handed)
    assert await named(NOW + 5 * MINUTE) == []
    assert await named(NOW + 6 * MINUTE) == [handed[0].id]
    (answer,) = await said(store, handed[0], agents("hello"), now=NOW + 6 * MINUTE)
    async with store.transaction() as ledger:
        await ledger.first_answer(handed[1], NOW + 6 * MINUTE)
    assert await named(NOW + 60 * MINUTE) == []
    later = NOW + 60 * MINUTE
    await said(store, handed[0], customer("and my shoes?"), now=later)
    await said(store, handed[0], agents("ask the depot", internal=True), bot("…"), now=later)
    await said(store, handed[0], agents("hello!", corrects=answer.id), now=later)
    await said(store, other, *(agents("elsewhere") for _ in range(9)), now=later)
    assert await named(later + 5 * MINUTE) == []
    assert await named(later + 6 * MINUTE) == [handed[0].id]
    async with store.transaction() as ledger:
        await ledger.alerted(handed[1], later + 6 * MINUTE, escalated=True)
    assert await named(later + 90 * MINUTE) == []
    assert asks.seq == 1


async def test_a_snoozed_one_is_named_when_its_time_has_come_and_not_before(store: SqlStore) -> None:
    """Fails when reminders and escalation do not heed the snooze."""
    handed = await asked(store, "kari")
    async with store.transaction() as ledger:
        await ledger.snooze(handed[1], NOW + 60 * MINUTE)

    assert await to_remind(store, NOW + 59 * MINUTE, alerted=MINUTE, waiting=MINUTE) == []
    assert await to_remind(store, NOW + 60 * MINUTE, alerted=90 * MINUTE) == [handed[0].id]


async def test_agents_find_what_they_have(store: SqlStore) -> None:
    first, second, waits, done = [await asked(store, name) for name in ("first", "second", "waits", "done")]
    for handed in (second, first, done):
        await claimed(store, handed)
    async with store.transaction() as ledger:
        await ledger.save((await ledger.lock(done[0].id)).close())
        await ledger.end_handoff(done[1], HandoffEnd.RESOLVED, NOW)

    held = await store.held_by(KARI.id)
    assert [(conversation.id, handoff.id) for conversation, handoff in held] == [
        (first[0].id, first[1].id),
        (second[0].id, second[1].id),
    ]
    assert await store.held_by(OLA.id) == []
    assert waits[0].id not in {conversation.id for conversation, _ in held}


async def test_a_line_is_marked_once_by_agent_and_kind_and_the_newest_come_first(store: SqlStore) -> None:
    conversation = await opened(store)
    one, two = await said(store, conversation, bot("30 days"), bot("no"))
    async with store.transaction() as ledger:
        await ledger.review(one.id, KARI, ReviewKind.WRONG, "", NOW)
        await ledger.review(two.id, KARI, ReviewKind.MISSING, "gift cards", NOW + MINUTE)
        await ledger.review(one.id, OLA, ReviewKind.WRONG, "14 days", NOW + 2 * MINUTE)
        await ledger.review(one.id, KARI, ReviewKind.WRONG, "it is 14", NOW + 3 * MINUTE)

    found = await store.reviews()
    assert [replace(review, id=0) for review in found] == [
        Review(0, one.id, KARI, ReviewKind.WRONG, "it is 14", NOW + 3 * MINUTE),
        Review(0, one.id, OLA, ReviewKind.WRONG, "14 days", NOW + 2 * MINUTE),
        Review(0, two.id, KARI, ReviewKind.MISSING, "gift cards", NOW + MINUTE),
    ]
    assert await store.reviews(limit=1) == found[:1]


async def test_a_switch_stays_as_it_was_set_last_until_it_is_taken_away(store: SqlStore) -> None:
    assert await store.switched("desk") is None
    for value in ("open", "closed", None, "open"):
        async with store.transaction() as ledger:
            await ledger.switch("desk", value, KARI, NOW)
        assert await store.switched("desk") == value
    assert await store.switched("other") is None


async def test_the_figures_count_what_happened_since_and_what_there_is_now(store: SqlStore) -> None:
    old = await asked(store, "old", NOW - 60 * MINUTE)
    _waits, held, resolved, gone, at_night = [
        await asked(store, name) for name in ("waits", "held", "resolved", "gone", "at night")
    ]
    for handed, after in ((held, 2), (resolved, 4)):
        await claimed(store, handed, NOW + MINUTE)
        async with store.transaction() as ledger:
            await ledger.first_answer(handed[1], NOW + after * MINUTE)
    async with store.transaction() as ledger:
        await ledger.end_handoff(resolved[1], HandoffEnd.RESOLVED, NOW + 5 * MINUTE)
        await ledger.leave_contact(gone[1], "kari@example.no")
        await ledger.end_handoff(gone[1], HandoffEnd.EXPIRED, NOW + 5 * MINUTE)
        await ledger.end_handoff(at_night[1], HandoffEnd.EXPIRED, at_night[1].asked_at)
        await ledger.end_handoff(old[1], HandoffEnd.RETURNED, NOW - MINUTE)

    assert await store.figures(NOW) == {
        "conversations": 6,
        "asked": 5,
        "claimed": 2,
        "resolved": 1,
        "returned": 0,
        "expired": 1,
        "callbacks": 1,
        "waiting": 1,
        "held": 1,
        "first_answer": 180.0,
    }
    nothing = await store.figures(NOW + 60 * MINUTE)
    assert "first_answer" not in nothing
    assert {name for name, value in nothing.items() if value} == {"callbacks", "waiting", "held"}
