"""Praise reaches the agent: as a line for staff in the conversation that was praised, and in its thread."""

import pytest

from bot.conversations.messages import Message
from bot.conversations.tickets import ChoreKind
from tests.conversations.conftest import Chat
from tests.conversations.test_ratings import BEST, POOR, THANKS, is_helped_by_kari, is_helped_by_the_bot

WONDERFUL = "thank you Kari, you were wonderful"


async def praise(chat: Chat, conversation: int) -> list[Message]:
    lines = await chat.lines(conversation)
    return [line for line in lines if line.entry.details.get("event") == "praise"]


async def test_a_good_rating_of_a_person_is_a_line_for_staff_and_never_for_the_customer(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    shown = len(chat.screen.shown)
    await chat.presses(await chat.last(), BEST)

    [line] = await praise(chat, conversation)
    assert line.entry.text == "The customer rated the help of Kari: very good."
    assert line.entry.internal
    assert line.entry.text in chat.slack.sent
    assert line.entry.text not in await chat.texts()
    assert chat.screen.shown[shown:] == [(ChoreKind.CARD, 1)]


async def test_the_words_to_a_good_rating_follow_it(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    await chat.presses(await chat.last(), BEST)
    await chat.presses(await chat.last())
    await chat.says("so quick and kind")

    assert [line.entry.text for line in await praise(chat, conversation)][1:] == [
        "The customer on the help of Kari: “so quick and kind”"
    ]


@pytest.mark.parametrize("hand_back", [False, True])
async def test_thanks_with_words_after_the_person_has_gone_reach_them(chat: Chat, *, hand_back: bool) -> None:
    """Fails when they end with the bot, in another conversation or after a hand-back."""
    conversation = await is_helped_by_kari(chat, hand_back=hand_back)
    chat.dialogue.ready.append(THANKS)
    await chat.says(WONDERFUL)
    await chat.sweeps()

    [line] = await praise(chat, conversation)
    assert line.entry.text == f"The customer thanks Kari: “{WONDERFUL}”"
    assert line.entry.text in chat.slack.sent


async def test_a_bare_thanks_is_only_manners(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    chat.dialogue.ready.append(THANKS)
    await chat.says("thanks a lot")

    assert await praise(chat, conversation) == []


async def test_thanks_to_the_bot_are_not_passed_on(chat: Chat) -> None:
    """Fails when whoever helped before is thanked for what the bot did."""
    conversation = await is_helped_by_kari(chat, hand_back=True)
    chat.clock.advance(minutes=1)
    await is_helped_by_the_bot(chat, thanks=False)
    chat.dialogue.ready.append(THANKS)
    await chat.says("thank you so very much")

    assert await praise(chat, conversation) == []


async def test_thanks_days_later_are_not_passed_on(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    chat.clock.advance(days=2)
    chat.dialogue.ready.append(THANKS)
    await chat.says(WONDERFUL)

    assert await praise(chat, conversation) == []


async def test_a_poor_rating_and_one_of_the_bot_are_no_praise(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    await chat.presses(await chat.last(), POOR)
    await chat.presses(await chat.last())
    await chat.says("it took far too long")
    chat.address = "visitor-2"
    await is_helped_by_the_bot(chat)
    await chat.presses(await chat.last(), BEST)

    assert await praise(chat, conversation) + await praise(chat, conversation + 1) == []


async def test_the_same_praise_is_passed_on_once(chat: Chat) -> None:
    conversation = await is_helped_by_kari(chat)
    question = await chat.last()
    await chat.presses(question, BEST)
    await chat.presses(question, BEST)

    assert len(await praise(chat, conversation)) == 1
