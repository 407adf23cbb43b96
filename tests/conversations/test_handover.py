"""Handing over: one owner at a time, a promise, and nobody waits for ever."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.conversations.answers import Answer
from bot.conversations.errors import MoveNotAllowed, NotYours
from bot.conversations.handover import promised_wait
from bot.conversations.ledger import Ledger
from bot.conversations.model import Handling
from tests.conversations.conftest import KARI, OLA, PERSON, Chat


async def test_once_a_person_is_asked_for_the_bot_is_silent_and_the_desk_hears_all(chat: Chat) -> None:
    """Fails when the turn asks the bot in every state."""
    conversation = await chat.asks_for_a_person()
    await chat.says("hello?")

    assert [question.text for question in chat.dialogue.asked] == ["I want a person"]
    heard = [m.entry.text for m in await chat.store.messages(conversation)]
    assert heard[-1] == "hello?"
    assert [h.request.summary for _, h in await chat.store.queue()] == ["Wants a person."]


@pytest.mark.parametrize("is_open", [True, False])
async def test_what_the_bot_made_of_the_message_that_asked_is_on_record(chat: Chat, is_open: bool) -> None:
    """Fails when the parse is kept with the bot's own words alone: to who asks for a person it says nothing."""
    chat.hours.opens = None if is_open else chat.clock.now + timedelta(hours=1)
    parse = {"intent": {"name": "human_agent", "confidence": 0.97}, "ranking": []}
    chat.dialogue.ready.append(Answer((), parse=parse, handoff=PERSON))
    await chat.says("I want a person")

    asked, promise = await chat.seen()
    assert promise.entry.answers == asked.id
    assert promise.entry.details["parse"] == parse


async def test_the_agent_answers_hands_back_and_the_bot_answers_again(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "Hi, Kari here.", "k1")
    await chat.says("thanks")
    await chat.desk.hand_back(conversation, KARI)
    await chat.says("one more thing")
    await chat.settle()

    texts = await chat.texts()
    assert "Hi, Kari here." in texts
    assert texts[-1] == "bot: one more thing"
    assert "bot: thanks" not in texts
    assert chat.dialogue.asked[-1].session.endswith(".1")  # the bot did not hear what people said


async def test_a_reply_sent_twice_by_an_impatient_agent_is_one_message(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    first = await chat.desk.reply(conversation, KARI, "Hi", "k1")
    second = await chat.desk.reply(conversation, KARI, "Hi", "k1")
    await chat.settle()

    assert first.id == second.id
    assert chat.channel.sent.count("Hi") == 1


async def test_only_the_one_who_claimed_may_reply_hand_back_or_close(chat: Chat) -> None:
    """Fails without `_require_owner` in any one of the three."""
    conversation = await chat.asks_for_a_person()
    with pytest.raises(NotYours, match="Claim"):
        await chat.desk.reply(conversation, OLA, "hi", "o1")
    await chat.desk.claim(conversation, KARI)

    with pytest.raises(MoveNotAllowed, match="Kari"):
        await chat.desk.claim(conversation, OLA)
    with pytest.raises(NotYours, match="Kari"):
        await chat.desk.reply(conversation, OLA, "hi", "o2")
    with pytest.raises(NotYours):
        await chat.desk.hand_back(conversation, OLA)
    with pytest.raises(NotYours):
        await chat.desk.close(conversation, OLA)
    assert "hi" not in await chat.texts()


async def test_a_note_is_for_colleagues_only(chat: Chat) -> None:
    """Fails when the note is written without internal=True."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.note(conversation, OLA, "Knows the shop well.", "n1")
    await chat.settle()

    assert "Knows the shop well." not in await chat.texts()
    assert "Knows the shop well." not in chat.channel.sent
    assert "Knows the shop well." in [m.entry.text for m in await chat.store.messages(conversation)]


async def test_after_closing_the_next_message_opens_a_new_conversation_with_the_bot(chat: Chat) -> None:
    first = await chat.asks_for_a_person()
    await chat.desk.claim(first, KARI)
    await chat.desk.close(first, KARI)
    second = await chat.says("hello")

    assert second.conversation_id != first
    assert (await chat.texts())[-1] == "bot: hello"


async def test_a_conversation_is_not_closed_over_a_line_the_agent_has_not_seen(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    seen = (await chat.store.messages(conversation))[-1].seq
    await chat.says("wait, one more thing")

    with pytest.raises(MoveNotAllowed, match="just written"):
        await chat.desk.close(conversation, KARI, seen=seen)


async def test_the_place_in_the_queue_and_the_wait_are_told_and_counted(chat: Chat) -> None:
    await chat.asks_for_a_person()
    chat.address = "visitor-2"
    await chat.asks_for_a_person()

    text = (await chat.texts())[-1]
    assert "number 2 in the queue" in text
    assert "about 3 minutes" in text


def test_the_promised_wait_is_the_usual_wait_and_a_minute_for_everyone_ahead_in_whole_minutes() -> None:
    waits = [timedelta(seconds=s) for s in (30, 100, 4000)]

    assert promised_wait(waits, 0, timedelta(minutes=9)) == timedelta(minutes=2)
    assert promised_wait(waits, 3, timedelta(minutes=9)) == timedelta(minutes=5)
    assert promised_wait([], 0, timedelta(minutes=9)) == timedelta(minutes=9)
    assert promised_wait([timedelta(seconds=1)], 0, timedelta(minutes=9)) == timedelta(minutes=1)


async def test_when_nobody_comes_in_time_the_customer_is_told_leaves_an_address_and_the_bot_answers_again(
    chat: Chat,
) -> None:
    """Fails when the sweep does not expire hand-overs."""
    conversation = await chat.asks_for_a_person()
    chat.clock.advance(minutes=4)
    await chat.sweeps()
    assert (await chat.conversation()).handling is Handling.WAITING

    chat.clock.advance(minutes=2)
    await chat.sweeps()
    assert "nobody has been able" in (await chat.texts())[-1]
    await chat.says("ok, write to Liv.Dahl@example.no.")
    assert "liv.dahl@example.no" in (await chat.texts())[-1]
    await chat.says("and my order?")
    assert (await chat.texts())[-1] == "bot: and my order?"

    [(waiting, handoff)] = await chat.store.queue()
    assert (waiting.id, handoff.contact) == (conversation, "liv.dahl@example.no")


async def test_a_call_back_can_be_taken_up_or_ticked_off(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    chat.clock.advance(minutes=6)
    await chat.sweeps()
    await chat.says("liv@example.no")
    await chat.desk.claim(conversation, KARI)
    assert (await chat.conversation()).handling is Handling.HUMAN
    await chat.desk.hand_back(conversation, KARI)

    await chat.asks_for_a_person()
    chat.clock.advance(minutes=6)
    await chat.sweeps()
    await chat.says("liv@example.no")
    await chat.desk.answered(conversation, KARI)
    assert await chat.store.queue() == []


async def test_an_address_given_later_in_another_errand_is_not_taken_for_a_call_back(chat: Chat) -> None:
    await chat.asks_for_a_person()
    chat.clock.advance(minutes=6)
    await chat.sweeps()
    await chat.says("never mind, where is order 10001?")
    await chat.says("liv@example.no")

    assert chat.dialogue.asked[-1].text == "liv@example.no"
    assert await chat.store.queue() == []


async def test_outside_opening_hours_no_wait_is_promised_but_an_address_is_taken(chat: Chat) -> None:
    chat.hours.opens = chat.clock.now + timedelta(hours=22)
    await chat.asks_for_a_person()

    assert (await chat.conversation()).handling is Handling.BOT
    text = (await chat.texts())[-1]
    assert "Tuesday 3 March" in text
    assert "09:00" in text or "9:00" in text
    await chat.says("liv@example.no")
    assert [handoff.contact for _, handoff in await chat.store.queue()] == ["liv@example.no"]


async def test_a_waiting_customer_can_go_back_to_the_assistant(chat: Chat) -> None:
    await chat.asks_for_a_person()
    await chat.presses((await chat.seen())[-1])
    await chat.says("hello")

    assert (await chat.texts())[-1] == "bot: hello"
    assert await chat.store.queue() == []


async def test_an_answer_that_comes_after_a_claim_is_not_shown(chat: Chat) -> None:
    """Fails when the turn does not read the state again under lock."""
    conversation = await chat.asks_for_a_person()
    chat.clock.advance(minutes=6)
    await chat.sweeps()
    await chat.says("liv@example.no")

    async def claims() -> None:
        await chat.desk.claim(conversation, KARI)

    chat.dialogue.while_thinking = claims
    await chat.says("still there?")

    assert "bot: still there?" not in await chat.texts()
    assert (await chat.conversation()).handling is Handling.HUMAN


async def test_every_message_gets_its_answer_even_when_an_agent_closes_at_that_moment(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    chat.lanes.lead_to()  # the message is stored, its turn comes only after the close
    await chat.says("wait!")
    await chat.desk.close(conversation, KARI)
    chat.restart()
    await chat.sweeps()

    assert (await chat.texts())[-1] == "bot: wait!"
    assert (await chat.conversation()).id != conversation


async def test_a_hand_over_a_close_and_a_rating_read_nothing_beside_their_transaction(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when they read through the store: on PostgreSQL, transactions would then wait for each other's second."""

    async def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("read beside the open transaction")

    real = chat.store.transaction

    @asynccontextmanager
    async def alone() -> AsyncIterator[Ledger]:
        async with real() as ledger:
            with monkeypatch.context() as meanwhile:
                for reading in ("switched", "messages", "recent", "current", "conversation", "handoffs"):
                    meanwhile.setattr(chat.store, reading, forbidden)
                yield ledger

    monkeypatch.setattr(chat.store, "transaction", alone)
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "It comes tomorrow.", "r1")
    last = (await chat.store.messages(conversation))[-1].seq
    await chat.desk.close(conversation, KARI, seen=last)
    await chat.presses(await chat.last())

    assert (await chat.store.conversation(conversation)).handling is Handling.CLOSED
    assert [rating.score for rating in await chat.store.ratings(conversation)] == [5]
