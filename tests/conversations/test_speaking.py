"""The language of a conversation: guessed by the channel, chosen, or read off what the customer writes.

Mutations that were made and seen to fail here: taking over the channel's guess with every message; not keeping the
language of an answer; not heeding what is set in the page; taking a channel's tag as it is.
"""

import pytest

from bot.conversations.answers import Answer, HandoffRequest, Reply
from bot.conversations.messages import Wish
from tests.conversations.conftest import Chat

NORWEGIAN = Answer((Reply("Hei! Hva gjelder det?"),), language="nb")


async def test_the_shops_own_lines_follow_the_language_that_the_customer_writes(chat: Chat) -> None:
    wish = HandoffRequest("asked", "order_status", "Vil snakke med en person.")
    chat.dialogue.ready = [NORWEGIAN, Answer((), handoff=wish, language="nb")]
    await chat.says("hei, jeg lurer på noe")
    await chat.says("kan jeg få snakke med et menneske")

    assert (await chat.conversation()).language == "nb"
    assert "kø" in (await chat.last()).entry.text


async def test_a_hand_over_is_told_in_the_language_of_the_very_message_that_asked_for_it(chat: Chat) -> None:
    chat.dialogue.ready = [Answer((), handoff=HandoffRequest("asked"), language="nb")]
    await chat.says("jeg vil snakke med et menneske")

    assert "kø" in (await chat.last()).entry.text


async def test_what_the_customer_wrote_beats_what_the_channel_guesses_also_next_time(chat: Chat) -> None:
    chat.dialogue.ready = [NORWEGIAN]
    await chat.says("hei, jeg lurer på noe")
    await chat.says("ok")

    await chat.sends(text="/stop", wish=Wish.STOP)
    await chat.says("42")

    assert [question.language for question in chat.dialogue.asked] == ["en", "nb", "nb"]


async def test_a_language_set_in_the_page_counts_from_the_next_message_on(chat: Chat) -> None:
    chat.dialogue.ready = [NORWEGIAN]
    await chat.says("hei, jeg lurer på noe")
    chat.language = "fi"
    await chat.sends(text="42", chosen=True)
    chat.language = "en"  # what the page sends on its next visit
    await chat.says("43")

    assert [question.language for question in chat.dialogue.asked] == ["en", "fi", "fi"]


@pytest.mark.parametrize(
    ("tag", "ours"),
    [
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("it-IT", "it"),
        ("ur_PK", "ur"),
        ("ur-latn-PK", "ur-Latn"),
        ("fi-Latn", "fi"),
        ("de", "en"),
        ("", "en"),
    ],
)
async def test_whatever_a_channel_calls_a_language_it_is_one_of_ours(chat: Chat, tag: str, ours: str) -> None:
    chat.language = tag
    await chat.says("42")

    assert (await chat.conversation()).language == ours


async def test_a_language_in_another_script_is_worded_and_falls_back_to_its_usual_script(chat: Chat) -> None:
    chat.dialogue.ready = [Answer((Reply("Ji, bataiye"),), language="ur-Latn")]
    await chat.says("bhai mera order kahan hai")
    await chat.sends(kind="photo")

    assert (await chat.last()).entry.text.isascii()
