"""Staff ask the bot themselves, and say when it was wrong."""

import pytest

from bot.conversations.answers import Answer, Reply
from bot.conversations.messages import Author, Button
from bot.conversations.reviewing import Reviews
from bot.conversations.reviews import ReviewKind
from bot.desk.slack import names
from bot.desk.slack.api.faults import SlackRefused
from bot.desk.slack.controls.actions import Press
from bot.desk.slack.controls.shortcuts import Marks
from tests.slack.in_world import World


async def direct_lines(world: World, user: str) -> list[str]:
    conversation = await world.store.current("slack_dm", user)
    return [line.entry.text for line in await world.lines(conversation.id)]


async def bots_message(world: World, channel: str, text: str) -> dict:
    async def found() -> dict | None:
        messages = await world.control.messages(channel)
        return next((m for m in messages if m.get("bot_id") and text in str(m)), None)

    return await world.until(found)


async def test_a_question_in_a_direct_message_is_answered_there(world: World, anna: str):
    asked = await world.control.say_to_app(anna, "what is the return window?")
    answer = await bots_message(world, asked.channel, "bot: what is the return window?")

    assert names.WRONG in str(answer["blocks"])
    assert await direct_lines(world, anna) == [
        "what is the return window?",
        "bot: what is the return window?",
    ]
    assert world.bot.asked[-1].channel == "slack_dm"


async def test_a_quick_reply_counts_once_by_the_payload_that_was_kept(world: World, anna: str):
    world.bot.ready.append(
        Answer((Reply("Which one?", (Button("Shoes", "/inform{1}"), Button("Coats", "/inform{2}"))),))
    )
    asked = await world.control.say_to_app(anna, "returns?")
    answer = await bots_message(world, asked.channel, "Which one?")
    await world.control.press(anna, asked.channel, answer["ts"], names.press_action(1))
    await world.quiet()

    assert world.bot.asked[-1].payload == "/inform{2}"
    assert "Coats" in await direct_lines(world, anna)


async def test_a_corrected_question_is_told_as_a_correction(world: World, anna: str):
    asked = await world.control.say_to_app(anna, "shose?")
    await world.quiet()
    await world.control.edit(anna, asked.channel, asked.ts, "shoes?")
    await world.quiet()
    conversation = await world.store.current("slack_dm", anna)
    lines = await world.lines(conversation.id)

    [corrected] = [line.entry for line in lines if line.entry.corrects]
    assert (corrected.text, corrected.corrects) == ("shoes?", lines[0].id)


async def test_an_answer_is_marked_wrong_by_its_button_with_a_note(world: World, anna: str):
    asked = await world.control.say_to_app(anna, "how long is the warranty?")
    answer = await bots_message(world, asked.channel, "bot: how long")
    await world.control.press(anna, asked.channel, answer["ts"], names.WRONG)
    outcome = await world.control.submit(anna, {names.TEXT: "It is two years."})
    [review] = await world.store.reviews()

    assert not outcome.errors
    assert (review.kind, review.note, review.agent.name) == (ReviewKind.WRONG, "It is two years.", "Anna")
    assert review.message_id == world_line(await _lines(world, anna), "bot: how long is the warranty?")


async def test_nobody_marks_what_was_said_to_somebody_else(world: World, anna: str, ola: str):
    asked = await world.control.say_to_app(anna, "how long is the warranty?")
    await bots_message(world, asked.channel, "bot: how long")
    line = world_line(await _lines(world, anna), "bot: how long is the warranty?")
    own = await world.control.say_to_app(ola, "hi")
    await bots_message(world, own.channel, "bot: hi")
    with pytest.raises(SlackRefused):  # the trigger is none; what it would have opened is looked at
        await _marks(world).from_button(Press(ola, names.WRONG, str(line), "none", "1.1"))

    assert "is not known any more" in str((await world.control.calls("views.open"))[-1]["arguments"])


async def test_the_bots_lines_of_a_thread_can_be_marked_from_any_message_in_it(world: World, anna: str):
    await world.says("first question")
    await world.says("second question")
    card = await world.asks_for_a_person()
    reply = await card.reply(anna, "I am here")
    await world.control.message_shortcut(anna, card.channel, reply.ts, names.MARK_MISSING)
    [modal] = await world.control.modals(anna)
    assert "bot: second question" in str(modal["blocks"][0]["element"]["initial_option"])
    await world.control.submit(anna, {names.LINE: "bot: first question", names.TEXT: "Say where."})
    [review] = await world.store.reviews()

    assert (review.kind, review.note) == (ReviewKind.MISSING, "Say where.")
    assert review.message_id == world_line(await card.lines(), "bot: first question")


async def test_marking_works_from_a_direct_message_too(world: World, anna: str):
    asked = await world.control.say_to_app(anna, "how long is the warranty?")
    answer = await bots_message(world, asked.channel, "bot: how long")
    await world.control.message_shortcut(anna, asked.channel, answer["ts"], names.MARK_WRONG)
    await world.control.submit(anna, {})

    [review] = await world.store.reviews()
    assert (review.kind, review.note) == (ReviewKind.WRONG, "")


async def test_elsewhere_marking_says_where_it_works(world: World, anna: str):
    talk = await world.control.post(anna, "shopdesk", "lunch?")
    outcome = await world.control.message_shortcut(anna, "shopdesk", talk.ts, names.MARK_WRONG)

    assert outcome.acknowledged
    assert "in a hand-over's thread" in str(await world.control.modals(anna))


def world_line(lines: list, text: str) -> int:
    return next(line.id for line in lines if line.entry.text == text and line.entry.author is Author.BOT)


async def _lines(world: World, user: str) -> list:
    conversation = await world.store.current("slack_dm", user)
    return await world.lines(conversation.id)


def _marks(world: World):
    line = world.line
    return Marks(line.client, Reviews(world.store, world.clock), world.store, line.people, line.workspace)


async def test_staff_are_answered_in_the_language_of_their_slack(world: World, anna: str):
    world.slack.simulation.workspace.people[anna].locale = "it-IT"
    await world.control.say_to_app(anna, "quanto dura la garanzia?")
    await world.quiet()

    assert world.bot.asked[-1].language == "it"


async def test_a_colleague_may_ask_in_roman_urdu_and_is_answered_in_it(world: World, anna: str):
    world.slack.simulation.workspace.people[anna].locale = "ur-Latn-PK"
    await world.control.say_to_app(anna, "return kitne din mein ho sakti hai?")
    await world.quiet()

    assert world.bot.asked[-1].language == "ur-Latn"


async def test_a_file_in_a_direct_message_is_kept(world: World, anna: str):
    hello = await world.control.say_to_app(anna, "hi")
    shared = await world.control.upload(
        anna,
        hello.channel,
        "torn.png",
        b"\x89PNG\r\n\x1a\n" + b"0" * 50,
        media_type="image/png",
        text="this?",
    )
    await world.quiet()
    line = await world.store.seen("slack_dm", f"{hello.channel}:{shared.ts}")

    assert [file.name for file in line.entry.files] == ["torn.png"]
    assert (await world.files.content(line.entry.files[0].key)).startswith(b"\x89PNG")
