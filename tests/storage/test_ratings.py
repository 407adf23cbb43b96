"""Ratings as rows: what may stand in them, and what the report counts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversations.answers import Outcome
from bot.conversations.handoffs import Cause, HandoffEnd, Resolution, Verdict
from bot.conversations.ratings import Rated
from bot.storage.rating_figures import RatingFigures
from bot.storage.store import SqlStore
from tests.storage.samples import ASKED, KARI, NOW, asked, customer, opened, raw

LATER = NOW + timedelta(hours=1)


async def rated(store: SqlStore, address: str, score: int | None, words: str | None = None) -> int:
    conversation = await opened(store, address)
    async with store.transaction() as ledger:
        rating = await ledger.ask_rating(conversation.id, Rated.BOT, None, NOW)
        if score:
            await ledger.give_rating(rating, score, NOW)
        if words:
            await ledger.keep_words(rating, await ledger.append(conversation.id, customer(words), NOW))
    return rating.id


async def test_the_figures_are_those_counted_by_hand(store: SqlStore) -> None:
    for address, score in (("a", 5), ("b", 4), ("c", 1), ("d", None)):
        await rated(store, address, score, "more" if score == 1 else None)
    conversation, handoff = await asked(store, "e")
    async with store.transaction() as ledger:
        await ledger.claimed(handoff, KARI, NOW)
        claimed = await ledger.handoff(conversation.id)
        rating = await ledger.ask_rating(conversation.id, Rated.PERSON, claimed, NOW)
        await ledger.give_rating(rating, 3, NOW)

    bot, person = await store.rating_figures(NOW, LATER, "rated")
    assert bot == RatingFigures({"rated": "bot"}, 4, {5: 1, 4: 1, 3: 0, 2: 0, 1: 1}, 1)
    assert (bot.given, bot.mean, bot.satisfied, bot.answered) == (3, 10 / 3, 2 / 3, 3 / 4)
    assert (person.mean, person.satisfied) == (3, 0)
    [together] = await store.rating_figures(NOW, LATER)
    assert (together.asked, together.given) == (5, 4)
    assert [of.of for of in await store.rating_figures(NOW, LATER, "language", "channel")] == [
        {"language": "nb", "channel": "widget"}
    ]


async def test_what_was_asked_at_another_time_is_not_counted(store: SqlStore) -> None:
    await rated(store, "a", 5)

    assert await store.rating_figures(LATER, LATER + timedelta(days=1)) == []
    assert await store.rating_figures(NOW - timedelta(days=1), NOW) == []


@pytest.mark.parametrize("score", [0, 6])
async def test_the_database_refuses_a_step_that_there_is_not(store: SqlStore, score: int) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        await raw(
            store,
            "INSERT INTO ratings (conversation_id, rated, asked_at, score, given_at)"
            f" VALUES ({(await opened(store)).id}, 'bot', '2026-03-02 10:00', {score}, '2026-03-02 10:00')",
        )


async def test_a_person_who_is_rated_is_named(store: SqlStore) -> None:
    conversation = await opened(store)
    with pytest.raises(sa.exc.IntegrityError):
        async with store.transaction() as ledger:
            await ledger.ask_rating(conversation.id, Rated.PERSON, None, NOW)


async def test_what_was_proposed_is_kept_beside_what_the_agent_said(store: SqlStore) -> None:
    """Fails when the agent's correction takes the place of the proposal."""
    _, handoff = await asked(store, "kari")
    async with store.transaction() as ledger:
        await ledger.propose_cause(handoff, Cause.STAFF, NOW)
        await ledger.propose_cause(handoff, Cause.WAIT, NOW)
        await ledger.judged(handoff, Resolution(Verdict.SOLVED, Cause.DELIVERY))
        await ledger.end_handoff(handoff, HandoffEnd.RESOLVED, NOW)

    assert await store.cause_agreement(NOW, LATER) == {(Cause.WAIT, Cause.DELIVERY): 1}


async def test_whom_to_ask_is_who_fell_silent_after_the_assistant_had_helped(store: SqlStore) -> None:
    helped, gave_up, with_people = [await opened(store, address) for address in "abc"]
    async with store.transaction() as ledger:
        for conversation, outcome in ((helped, "done"), (gave_up, "abandoned"), (with_people, "answered")):
            line = await ledger.append(conversation.id, customer("hei"), NOW)
            await ledger.record_outcome(line, Outcome("store_hours", outcome), NOW)
        await ledger.open_handoff(with_people.id, ASKED, NOW)

    silent = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)
    assert await store.to_ask_rating(*silent) == [helped.id]
    assert await store.to_ask_rating(NOW, NOW - timedelta(minutes=1)) == []
    async with store.transaction() as ledger:
        assert await ledger.bot_helped(helped.id)
        await ledger.ask_rating(helped.id, Rated.BOT, None, NOW)
        assert not await ledger.bot_helped(helped.id)
    assert await store.to_ask_rating(*silent) == []


async def test_a_line_is_awaited_from_who_wanted_to_write_it_for_a_while(store: SqlStore) -> None:
    number = await rated(store, "a", 2)
    async with store.transaction() as ledger:
        rating = await ledger.rating(number)
        assert rating is not None
        await ledger.await_words(rating, NOW)
        assert await ledger.rating_asked_since("widget", "a", NOW - timedelta(days=1))
        assert not await ledger.rating_asked_since("widget", "a", NOW)
        assert not await ledger.rating_asked_since("widget", "b", NOW - timedelta(days=1))

    awaited = await store.awaiting_words("widget", "a", NOW)
    assert awaited is not None
    assert awaited.id == number
    assert await store.awaiting_words("widget", "b", NOW) is None
    assert await store.awaiting_words("widget", "a", LATER) is None


async def test_the_latest_person_who_really_helped_is_found(store: SqlStore) -> None:
    _, handoff = await asked(store, "kari")
    async with store.transaction() as ledger:
        await ledger.claimed(handoff, KARI, NOW)
        await ledger.end_handoff(handoff, HandoffEnd.RESOLVED, NOW)
        assert await ledger.last_help("widget", "kari", NOW) is None
        await ledger.first_answer(handoff, NOW)
        found = await ledger.last_help("widget", "kari", NOW)
        assert found is not None
        assert (found.id, found.agent) == (handoff.id, KARI)
        assert await ledger.last_help("widget", "kari", LATER) is None
