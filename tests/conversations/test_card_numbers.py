"""A card number typed into the chat: its customer is told once, staff and the bot's memory do not get it."""

import pytest

from bot.conversations.answers import Answer, Reply
from bot.conversations.errors import ChannelRefused
from tests.conversations.conftest import KARI, Chat

CARD = "my card is 4111 1111 1111 1111"


async def test_a_customer_who_types_a_card_number_is_told_once_that_it_is_not_needed(chat: Chat) -> None:
    await chat.says(CARD)
    await chat.says("and 5555 5555 5555 4444")

    told = [line.entry.text for line in await chat.seen() if "card number" in line.entry.text]
    assert told == [chat.texts_of.say("en", "card_hidden")]
    assert (await chat.seen())[0].entry.text == CARD  # the log keeps what was said


async def test_the_customer_is_told_in_the_language_that_the_bot_has_just_heard(chat: Chat) -> None:
    chat.dialogue.ready.append(Answer((Reply("Hei!"),), language="nb"))

    await chat.says("kortet mitt er 4111111111111111")

    assert chat.texts_of.say("nb", "card_hidden") in [line.entry.text for line in await chat.seen()]


@pytest.mark.parametrize("text", ["where is order 10442?", "call me on 412 34 567", "parcel 3707767616625"])
async def test_other_numbers_are_nothing_to_tell(chat: Chat, text: str) -> None:
    await chat.says(text)

    assert len(await chat.seen()) == 2


async def test_it_is_told_while_a_person_answers_too(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)

    await chat.says(CARD)

    assert (await chat.last()).entry.text == chat.texts_of.say("en", "card_hidden")


async def test_what_a_channel_says_of_a_refusal_is_kept_without_personal_data(chat: Chat) -> None:
    """Fails when the channel's words, which may quote the line, are written down as they are."""
    chat.customers_channel = "telegram"
    chat.channel.faults = [ChannelRefused("bad text: write to kari@example.no")]

    receipt = await chat.says("hello")

    refused = [line.entry.text for line in await chat.lines(receipt.conversation_id)][-1]
    assert refused == "Not delivered on telegram: bad text: write to [e-mail]"
