"""Carrying on elsewhere: one conversation, two addresses, and a pass that is good once."""

import pytest

from bot.conversations.answers import Answer, Reply
from bot.conversations.messages import Cursor, Wish
from bot.conversations.model import Handling
from bot.conversations.pass_signer import SecretSigner
from bot.conversations.tickets import ChoreKind
from tests.conversations.conftest import KARI, Chat


async def arrive(chat: Chat, token: str, address: str = "777") -> None:
    chat.customers_channel, chat.address = "telegram", address
    await chat.sends(text="/start", wish=Wish.START, pass_token=token, name="Kari")


async def test_the_conversation_goes_on_at_the_new_address_with_what_was_said_and_known(chat: Chat) -> None:
    """Fails when the session's slots, its proof among them, stay behind."""
    chat.dialogue.ready.append(Answer((Reply("It is on its way."),), slots={"order_number": "10001"}))
    first = await chat.says("where is order 10001?")
    await arrive(chat, await chat.passes.issue(first.conversation_id))
    assert (await chat.conversation()).session.slots == {"order_number": "10001"}
    await chat.says("and when will it be here?")

    assert (await chat.conversation()).id == first.conversation_id
    assert (await chat.conversation()).channel == "telegram"
    assert chat.dialogue.asked[-1].session == chat.dialogue.asked[0].session
    recap = next(text for text in await chat.texts() if "going on here" in text)
    assert "You: where is order 10001?" in recap
    assert "Assistant: It is on its way." in recap


async def test_what_was_only_said_about_going_elsewhere_is_not_told_again(chat: Chat) -> None:
    """Fails when the farewell at the old address, or an earlier recap, is among the last lines."""
    first = await chat.says("hello")
    await arrive(chat, await chat.passes.issue(first.conversation_id))
    await arrive(chat, await chat.passes.issue(first.conversation_id), address="888")

    recap = (await chat.last()).entry.text
    assert recap.splitlines()[1:] == ["You: hello", "Assistant: bot: hello"]


async def test_the_old_address_sees_where_it_went_and_nothing_of_what_comes(chat: Chat) -> None:
    first = await chat.says("hello")
    await arrive(chat, await chat.passes.issue(first.conversation_id))
    await chat.says("secret on the new channel")

    old = [m.entry.text for m in await chat.store.history("widget", "visitor-1", after=Cursor())]
    assert old[-1].startswith("You're going on in Telegram")
    assert not any("secret" in text for text in old)


async def test_the_next_line_at_the_old_address_opens_a_new_conversation(chat: Chat) -> None:
    first = await chat.says("hello")
    await arrive(chat, await chat.passes.issue(first.conversation_id))
    chat.customers_channel, chat.address = "widget", "visitor-1"
    second = await chat.says("hello again")

    assert second.conversation_id != first.conversation_id


async def test_a_pass_is_good_once(chat: Chat) -> None:
    first = await chat.says("hello")
    token = await chat.passes.issue(first.conversation_id)
    await arrive(chat, token)
    await arrive(chat, token, address="888")

    assert (await chat.conversation()).id != first.conversation_id
    assert "ask for a new one" in (await chat.texts())[-1]


async def test_a_pass_is_good_for_ten_minutes(chat: Chat) -> None:
    first = await chat.says("hello")
    token = await chat.passes.issue(first.conversation_id)
    chat.clock.advance(minutes=10, seconds=1)
    await arrive(chat, token)

    assert (await chat.conversation()).id != first.conversation_id
    assert "ask for a new one" in (await chat.texts())[-1]


async def test_nobody_can_make_a_pass_of_their_own(chat: Chat) -> None:
    """Fails when the signature is not compared."""
    first = await chat.says("hello")
    token = await chat.passes.issue(first.conversation_id)
    await arrive(chat, token[:-1] + ("A" if token[-1] != "A" else "B"))
    assert "ask for a new one" in (await chat.texts())[-1]
    await arrive(chat, token)

    assert (await chat.conversation()).id == first.conversation_id


async def test_the_pass_fits_into_a_deep_link(chat: Chat) -> None:
    first = await chat.says("hello")
    token = await chat.passes.issue(first.conversation_id)

    assert len(token) <= 64
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize("token", ["", "x", "x" * 64, "é" * 40, "a" * 10_000])
def test_what_is_no_token_is_read_as_none(token: str) -> None:
    assert SecretSigner(b"secret").read(token) is None


def test_another_secrets_token_is_none_of_ours() -> None:
    token = SecretSigner(b"theirs").sign("nonce-123")

    assert SecretSigner(b"theirs").read(token) == "nonce-123"
    assert SecretSigner(b"ours").read(token) is None


async def test_a_waiting_customer_stays_in_the_queue_and_staff_see_the_move(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await arrive(chat, await chat.passes.issue(conversation))
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "Hi on Telegram.", "k1")
    await chat.settle()

    assert (await chat.conversation()).handling is Handling.HUMAN
    assert chat.channel.runs[-1][0].address == "777"
    assert "The customer goes on on Telegram; until now on Widget." in chat.slack.sent
    assert ChoreKind.CARD in [kind for kind, _ in chat.screen.shown]


async def test_what_the_new_address_had_open_with_the_bot_ends_first(chat: Chat) -> None:
    first = await chat.says("hello from the website")
    token = await chat.passes.issue(first.conversation_id)
    chat.customers_channel, chat.address = "telegram", "777"
    other = await chat.says("hello from Telegram")
    await arrive(chat, token)

    assert (await chat.conversation()).id == first.conversation_id
    assert (await chat.store.conversation(other.conversation_id)).handling is Handling.CLOSED


async def test_a_new_address_that_talks_with_people_keeps_them(chat: Chat) -> None:
    """Fails when a move would leave an agent alone in a closed conversation."""
    first = await chat.says("hello from the website")
    token = await chat.passes.issue(first.conversation_id)
    chat.customers_channel, chat.address = "telegram", "777"
    other = await chat.asks_for_a_person()
    await arrive(chat, token)

    assert (await chat.conversation()).id == other
    assert (await chat.conversation()).handling is Handling.WAITING
    assert "talking with our colleagues here" in (await chat.texts())[-1]
    assert (await chat.store.conversation(first.conversation_id)).channel == "widget"


async def test_a_closed_conversation_cannot_be_carried_on(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    token = await chat.passes.issue(conversation)
    await chat.desk.claim(conversation, KARI)
    await chat.desk.close(conversation, KARI)
    await arrive(chat, token)

    assert (await chat.conversation()).id != conversation
    assert "ask for a new one" in (await chat.texts())[-1]
    assert (await chat.store.conversation(conversation)).channel == "widget"


async def test_the_language_of_the_conversation_goes_along(chat: Chat) -> None:
    chat.language = "nb"
    first = await chat.says("hei")
    chat.language = "en"
    await arrive(chat, await chat.passes.issue(first.conversation_id))
    await chat.says("videre")

    assert any("Vi fortsetter her" in text for text in await chat.texts())
    assert chat.dialogue.asked[-1].language == "nb"


async def test_the_same_arrival_twice_is_one(chat: Chat) -> None:
    first = await chat.says("hello")
    token = await chat.passes.issue(first.conversation_id)
    chat.customers_channel, chat.address = "telegram", "777"
    for _ in range(2):
        await chat.sends(text="/start", wish=Wish.START, pass_token=token, external_id="777:1")

    assert len([text for text in await chat.texts() if "going on here" in text]) == 1
