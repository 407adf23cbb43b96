"""The road of a message: stored once, answered once, in order, by whoever owns the conversation."""

import asyncio

from bot.conversations.answers import Answer, Reply
from bot.conversations.errors import DialogueFailed
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.messages import Button
from bot.conversations.model import Handling
from tests.conversations.conftest import KARI, Chat


async def test_what_a_customer_says_is_answered_and_both_lines_are_on_record(chat: Chat) -> None:
    await chat.says("hello")

    assert await chat.texts() == ["hello", "bot: hello"]
    assert chat.channel.sent == ["bot: hello"]


async def test_the_same_message_again_is_acknowledged_again_and_answered_once(chat: Chat) -> None:
    """Fails without the constraint UNIQUE(channel, external_id)."""
    first = await chat.says("hello", external_id="x")
    again = await chat.says("hello", external_id="x")

    assert (again.conversation_id, again.seq) == (first.conversation_id, first.seq)
    assert (first.duplicate, again.duplicate) == (False, True)
    assert await chat.texts() == ["hello", "bot: hello"]


async def test_messages_of_one_customer_are_answered_in_order_one_at_a_time(chat: Chat) -> None:
    """Fails when a lane starts a second task for a conversation that has one."""
    active = most = 0

    async def think() -> None:
        nonlocal active, most
        active += 1
        most = max(most, active)
        await asyncio.sleep(0.001)
        active -= 1

    chat.dialogue.while_thinking = think
    await asyncio.gather(*(chat.says(f"{n}") for n in range(20)))

    asked = [question.text for question in chat.dialogue.asked]
    said = [m.entry.text for m in await chat.seen() if m.entry.author == "customer"]
    assert most == 1
    assert asked == said
    assert sorted(asked, key=int) == [str(n) for n in range(20)]


async def test_a_failed_answer_becomes_a_fallback_and_then_a_hand_over(chat: Chat) -> None:
    """Fails when DialogueFailed is not caught in the turn."""
    chat.dialogue.ready.append(DialogueFailed("late"))
    await chat.says("where is my order")

    assert (await chat.conversation()).handling is Handling.WAITING
    texts = await chat.texts()
    assert "couldn't find an answer" in texts[1]
    assert "number 1 in the queue" in texts[2]


async def test_a_message_that_breaks_every_turn_is_handed_to_a_person_after_some_tries(chat: Chat) -> None:
    """Fails when the lane only logs what broke: the customer would wait for ever."""
    chat.dialogue.ready = [KeyError("a fault of ours") for _ in range(10)]
    await chat.says("the one that breaks")
    assert await chat.texts() == ["the one that breaks"]
    for _ in range(4):
        chat.clock.advance(seconds=6)
        await chat.sweeps()

    assert (await chat.conversation()).handling is Handling.WAITING
    assert "couldn't find an answer" in (await chat.texts())[1]


async def test_an_over_long_message_is_kept_whole_and_answered_kindly_without_the_bot(chat: Chat) -> None:
    await chat.says("x" * 201)

    texts = await chat.texts()
    assert texts[0] == "x" * 201
    assert "at most 200 characters" in texts[1]
    assert chat.dialogue.asked == []


async def test_a_button_sends_its_payload_once_shown_and_only_its_words_once_the_conversation_is_over(
    chat: Chat,
) -> None:
    """Fails when `_pressed` does not compare the conversation, or takes the payload from the client."""
    chat.dialogue.ready.append(Answer((Reply("Sure?", (Button("Yes", "/affirm"),)),)))
    await chat.says("cancel it")
    question = (await chat.seen())[-1]
    await chat.presses(question)
    assert (chat.dialogue.asked[-1].payload, chat.dialogue.asked[-1].text) == ("/affirm", None)

    await chat.desk.claim(await chat.asks_for_a_person(), KARI)
    await chat.desk.close((await chat.conversation()).id, KARI)
    await chat.presses(question)
    assert (chat.dialogue.asked[-1].payload, chat.dialogue.asked[-1].text) == (None, "Yes")


async def test_another_customers_button_does_not_work(chat: Chat) -> None:
    chat.dialogue.ready.append(Answer((Reply("Sure?", (Button("Yes", "/affirm"),)),)))
    await chat.says("cancel it")
    question = (await chat.seen())[-1]
    chat.address = "visitor-2"
    await chat.presses(question)

    assert chat.dialogue.asked[-1].payload is None


async def test_what_was_stored_but_not_answered_before_a_crash_is_answered_by_the_sweep(chat: Chat) -> None:
    """Fails when intake does not note the message as unanswered in its own transaction."""
    chat.lanes.lead_to()  # the process dies right after the commit
    await chat.says("anyone there?")
    assert await chat.texts() == ["anyone there?"]

    chat.restart()
    await chat.sweeps()
    assert await chat.texts() == ["anyone there?", "bot: anyone there?"]


async def test_a_turn_repeated_after_a_crash_asks_in_the_same_session_with_the_same_id(chat: Chat) -> None:
    """Fails when the session is chosen by the time of the turn and not by the message's."""
    await chat.says("hello")

    async def die() -> None:
        raise ConnectionError("the process is gone")

    chat.dialogue.while_thinking = die
    await chat.says("and now?")
    chat.clock.advance(minutes=45)
    chat.dialogue.while_thinking = None
    await chat.sweeps()

    before, after = chat.dialogue.asked[-2:]
    assert (before.session, before.message_id) == (after.session, after.message_id)
    assert (await chat.texts())[-1] == "bot: and now?"


async def test_a_new_session_begins_after_many_turns_or_a_pause_and_is_told_what_to_remember(
    chat: Chat,
) -> None:
    chat.dialogue.ready = [Answer((Reply("ok"),), slots={"town": "Bergen"}) for _ in range(51)]
    for n in range(51):
        await chat.says(str(n))
    assert chat.dialogue.asked[49].session.endswith(".0")
    assert chat.dialogue.asked[50].session.endswith(".1")
    assert chat.dialogue.asked[50].slots == {"town": "Bergen"}

    chat.clock.advance(minutes=31)
    await chat.says("hello again")
    assert chat.dialogue.asked[51].session.endswith(".2")


async def test_a_form_is_not_cut_off_by_the_count_of_turns(chat: Chat) -> None:
    chat.dialogue.ready = [Answer((Reply("which one?"),), busy=True) for _ in range(55)]
    for n in range(55):
        await chat.says(str(n))

    assert {question.session.partition(".")[2] for question in chat.dialogue.asked} == {"0"}


async def test_a_quiet_conversation_of_the_bot_ends_and_the_next_message_opens_a_new_one(chat: Chat) -> None:
    first = await chat.says("hello")
    chat.clock.advance(hours=25)
    await chat.sweeps()
    second = await chat.says("hello again")

    assert second.conversation_id != first.conversation_id
    assert second.seq == 1


async def test_a_conversation_whose_agent_went_home_ends_too_and_the_bot_answers_what_comes_next(
    chat: Chat,
) -> None:
    """Fails when only the bot's conversations are closed: the next message would reach nobody."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "I will look into it.", "k1")
    chat.clock.advance(hours=25)
    await chat.sweeps()
    await chat.says("any news?")

    assert (await chat.texts())[-1] == "bot: any news?"
    assert [handoff.end for handoff in await chat.store.handoffs(conversation)] == [HandoffEnd.LAPSED]
