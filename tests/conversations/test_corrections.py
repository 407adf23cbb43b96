"""Customers' edits: the waiting line gives its turn to the corrected one; an answered one is only shown."""

import asyncio

from bot.conversations.messages import Inbound
from tests.conversations.conftest import KARI, Chat


async def test_an_edit_of_a_line_that_still_waits_is_answered_in_its_place(chat: Chat) -> None:
    """Fails when the old line keeps its turn, or the edit gets none."""
    chat.lanes.lead_to()
    await chat.says("wher is order 10001", external_id="m-1")
    await chat.sends(text="where is order 10001?", corrects="m-1", external_id="m-1:edit:1")
    await chat.sends(text="where is order 10002?", corrects="m-1", external_id="m-1:edit:2")
    chat.restart()
    await chat.sweeps()

    assert [question.text for question in chat.dialogue.asked] == ["where is order 10002?"]
    assert (await chat.texts())[-1] == "bot: where is order 10002?"


async def test_an_edit_while_the_bot_is_thinking_takes_the_answers_place(chat: Chat) -> None:
    """Fails when the answer to the old words is still shown."""

    async def edits() -> None:
        chat.dialogue.while_thinking = None
        await asyncio.create_task(edit())

    async def edit() -> None:
        await chat.intake.receive(_edit(chat, "order 10002", "m-1", 1))

    chat.dialogue.while_thinking = edits
    await chat.says("order 10001", external_id="m-1")

    assert await chat.texts() == ["order 10001", "order 10002", "bot: order 10002"]


async def test_an_edit_of_an_answered_line_is_on_record_and_asks_nobody(chat: Chat) -> None:
    first = await chat.says("order 10001", external_id="m-1")
    await chat.sends(text="order 10002", corrects="m-1")

    assert [question.text for question in chat.dialogue.asked] == ["order 10001"]
    lines = await chat.lines(first.conversation_id)
    assert [line.entry.corrects for line in lines] == [None, None, lines[0].id]


async def test_an_edit_is_shown_to_the_staff_who_have_read_the_old_words(chat: Chat) -> None:
    await chat.asks_for_a_person()
    await chat.says("order 10001", external_id="m-1")
    await chat.sends(text="order 10002", corrects="m-1")

    edit = chat.slack.runs[-1][-1]
    assert edit.message.entry.text == "order 10002"
    assert edit.original is not None


async def test_the_same_edit_again_changes_nothing(chat: Chat) -> None:
    await chat.says("one", external_id="m-1")
    first = await chat.sends(text="two", corrects="m-1", external_id="e-1")
    again = await chat.sends(text="two", corrects="m-1", external_id="e-1")

    assert (again.seq, again.duplicate) == (first.seq, True)
    assert await chat.texts() == ["one", "bot: one", "two"]


async def test_an_edit_that_comes_before_its_message_is_answered_and_the_message_is_known_then(
    chat: Chat,
) -> None:
    """Fails when shuffled updates are answered twice."""
    await chat.sends(text="two", corrects="m-1", external_id="e-1")
    late = await chat.says("one", external_id="m-1")
    again = await chat.sends(text="two", corrects="m-1", external_id="e-1")

    assert (late.duplicate, again.duplicate) == (True, True)
    assert await chat.texts() == ["two", "bot: two"]


async def test_an_edit_belongs_to_the_conversation_of_its_line_also_when_that_is_closed(chat: Chat) -> None:
    first = await chat.asks_for_a_person()
    await chat.says("one", external_id="m-1")
    await chat.desk.claim(first, KARI)
    await chat.desk.close(first, KARI)
    await chat.says("hello")
    edit = await chat.sends(text="two", corrects="m-1")

    assert edit.conversation_id == first


def _edit(chat: Chat, text: str, original: str, number: int) -> Inbound:
    return Inbound(
        "widget", chat.address, f"{original}:edit:{number}", text, language="en", corrects=original
    )
