"""What staff do: replies that claim, edits, hand-overs between colleagues, pauses, outcomes; each once."""

from datetime import timedelta

import pytest

from bot.conversations.answers import Answer, HandoffRequest, Reply
from bot.conversations.desk_switch import DeskSwitch
from bot.conversations.errors import ConversationError, DialogueFailed, MoveNotAllowed, NoSuchLine, NotYours
from bot.conversations.handoffs import Cause, HandoffEnd, Resolution, Verdict
from bot.conversations.model import Agent, Handling
from bot.conversations.reviewing import Reviews
from bot.conversations.reviews import ReviewKind
from bot.conversations.suggestions import Suggestions
from tests.conversations.conftest import KARI, OLA, Chat


async def events(chat: Chat, conversation: int) -> list[str]:
    return [m.entry.details["event"] for m in await chat.lines(conversation) if "event" in m.entry.details]


async def test_a_reply_in_an_unclaimed_thread_claims_it_and_says_so(chat: Chat) -> None:
    """Fails when the reply goes out and nobody has the conversation."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.reply(conversation, KARI, "Hi, Kari here.", "s1", channel="slack", claim=True)
    await chat.settle()

    assert (await chat.conversation()).agent == KARI
    assert [text for text in await chat.texts() if "Kari" in text] == [
        "Kari has joined and will answer from here.",
        "Hi, Kari here.",
    ]
    assert "Kari has joined and will answer from here." in chat.slack.sent


async def test_a_reply_to_a_colleagues_conversation_is_refused_whole(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    with pytest.raises(NotYours, match="Kari"):
        await chat.desk.reply(conversation, OLA, "hi", "s1", channel="slack", claim=True)

    note = await chat.desk.note(conversation, OLA, "hi", "s1", channel="slack")
    assert note.entry.internal
    assert "hi" not in await chat.texts()


async def test_a_reply_sent_again_after_the_end_is_still_the_same_message(chat: Chat) -> None:
    """Fails when a repeated event claims the conversation anew, or is refused."""
    conversation = await chat.asks_for_a_person()
    first = await chat.desk.reply(conversation, KARI, "hi", "s1", channel="slack", claim=True)
    await chat.desk.hand_back(conversation, KARI)
    again = await chat.desk.reply(conversation, KARI, "hi", "s1", channel="slack", claim=True)

    assert again.id == first.id
    assert (await chat.conversation()).handling is Handling.BOT


async def test_a_reply_takes_up_a_call_back(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    chat.clock.advance(minutes=6)
    await chat.sweeps()
    await chat.says("liv@example.no")
    await chat.desk.reply(conversation, KARI, "I am here now.", "s1", channel="slack", claim=True)

    assert (await chat.conversation()).agent == KARI


async def test_a_reply_where_nobody_asked_for_a_person_is_refused(chat: Chat) -> None:
    receipt = await chat.says("hello")
    with pytest.raises(NotYours):
        await chat.desk.reply(receipt.conversation_id, KARI, "hi", "s1", channel="slack", claim=True)


async def test_an_agent_changes_and_takes_back_what_they_wrote(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    line = await chat.desk.reply(conversation, KARI, "10 days", "s1", channel="slack", claim=True)
    edit = await chat.desk.edit(conversation, KARI, "s1", "14 days", "s1:edit:1", channel="slack")
    same = await chat.desk.edit(conversation, KARI, "s1", "14 days", "s1:edit:1", channel="slack")
    gone = await chat.desk.withdraw(conversation, KARI, "s1", "s1:deleted", channel="slack")

    assert edit.id == same.id
    assert (edit.entry.corrects, gone.entry.corrects, gone.entry.withdrawn) == (line.id, line.id, True)


async def test_a_corrected_note_stays_a_note(chat: Chat) -> None:
    """Fails when an edit is always a reply."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.note(conversation, KARI, "he is rude", "s1", channel="slack")
    await chat.desk.edit(conversation, KARI, "s1", "he is upset", "s1:edit:1", channel="slack")
    await chat.settle()

    assert not any("he is" in text for text in [*await chat.texts(), *chat.channel.sent])


async def test_nobody_changes_a_colleagues_line_or_one_that_is_not_there(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.reply(conversation, KARI, "10 days", "s1", channel="slack", claim=True)

    with pytest.raises(NotYours):
        await chat.desk.edit(conversation, OLA, "s1", "never", "s1:edit:1", channel="slack")
    with pytest.raises(NoSuchLine):
        await chat.desk.edit(conversation, KARI, "s9", "never", "s9:edit:1", channel="slack")
    with pytest.raises(NoSuchLine):
        await chat.desk.withdraw(conversation + 1, KARI, "s1", "s1:deleted", channel="slack")


async def test_a_conversation_is_handed_over_to_a_colleague_who_alone_answers_then(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    for _ in range(2):
        await chat.desk.assign(conversation, KARI, OLA)
    await chat.desk.reply(conversation, OLA, "Ola here", "o1")

    with pytest.raises(NotYours, match="Ola"):
        await chat.desk.reply(conversation, KARI, "and me", "k1")
    assert (await events(chat, conversation)).count("assigned") == 1
    [(_, handoff)] = await chat.store.held_by("ola")
    assert handoff.agent == OLA


async def test_only_the_holder_hands_a_conversation_over_but_anyone_a_waiting_one(chat: Chat) -> None:
    """Fails without `require_free`."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.assign(conversation, OLA, KARI)
    assert (await chat.conversation()).agent == KARI

    with pytest.raises(NotYours):
        await chat.desk.assign(conversation, OLA, OLA)
    with pytest.raises(NotYours):
        await chat.desk.pass_on(conversation, OLA, "C2")
    with pytest.raises(NotYours):
        await chat.desk.snooze(conversation, OLA, chat.clock.now + timedelta(hours=1))


async def test_what_is_sent_to_another_place_of_the_desk_waits_there_and_does_not_expire_at_once(
    chat: Chat,
) -> None:
    """Fails when the time before it was sent on counts as waiting there."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    chat.clock.advance(minutes=20)
    for _ in range(2):
        await chat.desk.pass_on(conversation, KARI, "C2")
    await chat.sweeps()

    assert (await chat.conversation()).handling is Handling.WAITING
    assert (await events(chat, conversation)).count("passed_on") == 1
    [(_, handoff)] = await chat.store.queue()
    assert (handoff.place, handoff.agent, handoff.claimed_at) == ("C2", None, None)
    assert "handing you on to colleagues" in (await chat.texts())[-1]
    chat.clock.advance(minutes=6)
    await chat.sweeps()
    assert (await chat.conversation()).handling is Handling.BOT


async def test_an_outcome_is_kept_with_the_end(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.close(conversation, KARI, resolution=Resolution(Verdict.UNSOLVED, Cause.DELIVERY))

    [handoff] = await chat.store.handoffs(conversation)
    assert (handoff.end, handoff.resolution) == (
        HandoffEnd.RESOLVED,
        Resolution(Verdict.UNSOLVED, Cause.DELIVERY),
    )


@pytest.mark.parametrize("command", ["hand_back", "close"])
async def test_a_second_click_is_no_error_and_says_nothing_twice(chat: Chat, command: str) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    for _ in range(2):
        await getattr(chat.desk, command)(conversation, KARI)

    assert len([text for text in await chat.texts() if text.startswith("Kari has")]) == 2
    with pytest.raises(ConversationError):
        await getattr(chat.desk, command)(conversation, OLA)


async def test_a_call_back_is_ticked_off_once(chat: Chat) -> None:
    chat.hours.opens = chat.clock.now + timedelta(hours=22)
    conversation = await chat.asks_for_a_person()
    await chat.says("liv@example.no")
    await chat.desk.answered(conversation, KARI)

    with pytest.raises(MoveNotAllowed):
        await chat.desk.answered(conversation, OLA)
    assert "liv@example.no" in chat.slack.sent


async def test_a_suggestion_is_the_bots_answer_and_leaves_no_trace(chat: Chat) -> None:
    """Fails when the suggestion is asked in the customer's own session."""
    conversation = await chat.asks_for_a_person()
    await chat.says("where is order 10001?")
    before = (await chat.lines(conversation), await chat.conversation())
    chat.dialogue.ready.append(Answer((Reply("In Bergen."), Reply("Here tomorrow."))))
    text = await Suggestions(chat.store, chat.dialogue).suggest(conversation)

    assert text == "In Bergen.\n\nHere tomorrow."
    assert chat.dialogue.asked[-1].text == "where is order 10001?"
    sessions = [question.session for question in chat.dialogue.asked]
    assert len(set(sessions)) == len(sessions)
    assert before == (await chat.lines(conversation), await chat.conversation())


async def test_a_bot_that_has_nothing_to_suggest_says_so(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    chat.dialogue.ready.append(Answer((), handoff=HandoffRequest("unsure")))
    with pytest.raises(DialogueFailed, match="no answer"):
        await Suggestions(chat.store, chat.dialogue).suggest(conversation)

    photo = await chat.sends(kind="photo", address="visitor-2")
    with pytest.raises(DialogueFailed, match="written nothing"):
        await Suggestions(chat.store, chat.dialogue).suggest(photo.conversation_id)


async def test_an_answer_is_marked_once_by_each_and_only_the_bots(chat: Chat) -> None:
    await chat.says("hello")
    said, answer = await chat.seen()
    reviews = Reviews(chat.store, chat.clock)
    await reviews.mark(answer.id, KARI, ReviewKind.WRONG, "no")
    await reviews.mark(answer.id, KARI, ReviewKind.WRONG, "it is 14 days")
    await reviews.mark(answer.id, OLA, ReviewKind.WRONG)

    kept = {(review.agent.id, review.note) for review in await chat.store.reviews()}
    assert kept == {("kari", "it is 14 days"), ("ola", "")}
    with pytest.raises(NoSuchLine):
        await reviews.mark(said.id, KARI, ReviewKind.MISSING)


async def test_staff_close_and_open_the_desk_by_hand_against_its_hours(chat: Chat) -> None:
    """Fails when the hand-over asks the hours alone."""
    switch = DeskSwitch(chat.store, chat.hours, chat.live, chat.clock)
    await switch.turn("closed", KARI)
    await chat.asks_for_a_person()
    assert (await chat.conversation()).handling is Handling.BOT
    assert "Nobody is at the desk right now. Leave" in (await chat.texts())[-1]

    chat.hours.opens = chat.clock.now + timedelta(hours=22)
    await switch.turn("open", KARI)
    await chat.asks_for_a_person()
    assert (await chat.conversation()).handling is Handling.WAITING

    chat.address = "visitor-2"
    await switch.turn(None, Agent("ola", "Ola"))
    await chat.asks_for_a_person()
    assert "Tuesday 3 March" in (await chat.texts())[-1]
