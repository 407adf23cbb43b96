"""Customers' side of a chat: presses, blocks, groups, files, the typing sign, the menu."""

import asyncio
import logging

import httpx
import pytest
from telegram import File

from bot.channels.telegram.inbound.files import TelegramFiles
from bot.channels.telegram.menu import SCOPE
from bot.channels.telegram.outbound import activity
from bot.channels.telegram.start import Hook, Line, open_line
from bot.conversations.answers import Answer, Reply
from bot.conversations.errors import ChannelBusy, ChannelRefused
from bot.conversations.live import Hint, address_key
from bot.conversations.messages import Button
from bot.storage.store import SqlStore
from tests.fakes.telegram.control import Control, CustomerControl
from tests.fakes.telegram.drawing import png
from tests.fakes.telegram.server import Running
from tests.telegram.conftest import Shop
from tests.telegram.waiting import until

SURE = Answer((Reply("Cancel it?", buttons=(Button("Yes", "/affirm"), Button("No", "/deny"))),))


async def asked(shop: Shop, control: Control, kari: CustomerControl) -> int:
    """The bot asked with two buttons; the message's number."""
    shop.bot.ready.append(SURE)
    await kari.says("cancel my order")
    [message] = await control.wait_for(kari.id, 1, "Cancel it?")
    return message.message_id


async def test_a_pressed_button_runs_its_payload_and_is_marked(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    async with shop.polling():
        await asked(shop, control, kari)
        await kari.presses_titled("No")
        await control.wait_for(kari.id, 1, "bot: /deny")
        await shop.telegram._aside.settle()

    question = next(seen for seen in await kari.got() if seen.text == "Cancel it?")
    assert question.titles == ["✓ No"]
    assert question.buttons[0][0]["callback_data"] == "pressed"
    assert [answer.get("text") for answer in await control.answers()] == [""]
    assert await shop.texts(kari.id) == ["cancel my order", "Cancel it?", "No", "bot: /deny"]


async def test_a_button_that_is_already_marked_does_nothing_more(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    async with shop.polling():
        await asked(shop, control, kari)
        await kari.presses_titled("Yes")
        await control.wait_for(kari.id, 1, "bot: /affirm")
        await shop.telegram._aside.settle()
        await kari.presses_titled("✓ Yes")
        await wait_for_answers(control, 2)

    assert len(shop.bot.asked) == 2
    assert [answer.get("text") for answer in await control.answers()] == ["", ""]


async def test_a_button_of_another_time_is_answered_in_the_customers_language(
    shop: Shop, control: Control
) -> None:
    ola = await control.new_customer(name="Ola", language_code="nb")
    async with shop.polling():
        number = await asked(shop, control, ola)
        await ola.presses(number, data="/affirm")
        [answer] = await wait_for_answers(control, 1)

    assert answer["text"].startswith("Den knappen hører til en tidligere samtale")
    assert len(shop.bot.asked) == 1


async def test_the_language_menu_has_roman_urdu_and_buttons_keep_to_what_was_chosen(
    shop: Shop, control: Control
) -> None:
    """Fails when what Telegram says of the app's language is followed once the customer chose."""
    zara = await control.new_customer(name="Zara", language_code="en")
    async with shop.polling():
        await zara.says("/language")
        [menu] = await control.wait_for(zara.id, 1, "Which language")
        await zara.presses_titled("Roman Urdu")
        [chosen] = await control.wait_for(zara.id, 1, "Ab hum Roman Urdu mein baat karenge.")
        await zara.presses(chosen.message_id, data="/affirm")
        answers = await wait_for_answers(control, 2)

    assert "Roman Urdu" in menu.titles
    assert len(menu.titles) == 6
    assert answers[-1]["text"].startswith("Yeh button pichli baat cheet ka hai")


async def test_a_button_of_an_earlier_conversation_counts_by_its_words(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    async with shop.polling():
        number = await asked(shop, control, kari)
        conversation = await shop.store.current("telegram", str(kari.id))
        assert conversation is not None
        async with shop.store.transaction() as ledger:
            await ledger.save((await ledger.lock(conversation.id)).close())
        await kari.presses(number)
        await control.wait_for(kari.id, 1, "bot: Yes")

    assert [question.payload for question in shop.bot.asked] == [None, None]


async def wait_for_answers(control: Control, count: int) -> list[dict[str, str]]:
    async with asyncio.timeout(10):
        while len(answers := await control.answers()) < count:
            await asyncio.sleep(0.02)
    return answers


async def test_a_customer_who_blocks_the_bot_and_comes_back_is_noted(
    shop: Shop, kari: CustomerControl
) -> None:
    async def blocked() -> bool:
        customer = await shop.store.customer("telegram", str(kari.id))
        return customer is not None and customer.blocked_at is not None

    async with shop.polling():
        await kari.says("hello")
        await kari.blocks()
        await until(blocked)
        await kari.unblocks()
        async with asyncio.timeout(10):
            while await blocked():
                await asyncio.sleep(0.02)


async def test_a_group_is_refused_once_an_hour_and_nothing_is_stored(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    async with shop.polling():
        group = await kari.makes_group(reads_all=True)
        for number in range(5):
            await kari.says(f"hello {number}", chat_id=group)
        await kari.says("and here")
        await control.wait_for(kari.id, 1, "bot: and here")
        await shop.telegram._aside.settle()

    assert [seen.text for seen in await control.sent(group)] == [
        "I only talk in private. Please open a chat with me and write there."
    ]
    assert await shop.store.current("telegram", str(group)) is None


async def test_typing_is_shown_while_a_turn_takes_long(
    shop: Shop, control: Control, kari: CustomerControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "PATIENCE", 0.05)
    monkeypatch.setattr(activity, "AGAIN", 0.2)
    async with shop.polling():
        await until(lambda: shop.live._listeners)
        shop.bot.takes = 0.7
        await kari.says("think")
        await control.wait_for(kari.id)
        count = len(await control.actions(kari.id))
        await asyncio.sleep(0.5)

    assert 2 <= count <= 5
    assert len(await control.actions(kari.id)) == count


async def test_a_quick_answer_needs_no_typing_sign(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    async with shop.polling():
        await kari.says("quick")
        await control.wait_for(kari.id)
        shop.live.notify(address_key("widget", "1"), Hint.TYPING)
        await asyncio.sleep(0.6)

    assert await control.actions(kari.id) == []


async def test_a_file_is_fetched_within_its_limit(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    picture = png()
    async with shop.polling():
        await kari.sends("document", picture, name="a.png", media_type="image/png")
        await until(lambda: shop.texts(kari.id))
    [update] = [one for one in await control.updates() if "message" in one]
    ref = update["message"]["document"]["file_id"]

    assert await shop.line.files.fetch(ref, 20_000_000) == picture
    with pytest.raises(ChannelRefused, match="larger than"):
        await shop.line.files.fetch(ref, len(picture) - 1)
    with pytest.raises(ChannelRefused):
        await shop.line.files.fetch("no-such-file", 20_000_000)


async def test_a_file_that_is_larger_than_telegram_said_is_not_taken_in_whole(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    class Liar:
        async def get_file(self, ref: str) -> File:
            true = await shop.line.bot.get_file(ref)
            return File(true.file_id, true.file_unique_id, None, true.file_path)

    async with shop.polling():
        await kari.sends("document", b"x" * 100, name="a.bin")
        await until(lambda: shop.texts(kari.id))
    [update] = [one for one in await control.updates() if "message" in one]
    async with httpx.AsyncClient() as client:
        files = TelegramFiles(Liar(), client)  # type: ignore[arg-type]
        with pytest.raises(ChannelRefused, match="larger than 99"):
            await files.fetch(update["message"]["document"]["file_id"], 99)


async def test_a_file_server_that_is_away_is_asked_again_and_its_address_is_never_shown(
    shop: Shop, control: Control, kari: CustomerControl, fake: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with shop.polling():
        await kari.sends("document", b"x" * 100, name="a.bin")
        await until(lambda: shop.texts(kari.id))
    [update] = [one for one in await control.updates() if "message" in one]
    ref = update["message"]["document"]["file_id"]
    for kind, method in [("error", "file"), ("lose", "file"), ("error", "getFile"), ("lose", "getFile")]:
        await control.fault(kind, method)
        with caplog.at_level(logging.WARNING), pytest.raises(ChannelBusy) as told:
            await shop.line.files.fetch(ref, 1000)

        assert fake.token not in str(told.value) + repr(told.value.__cause__) + caplog.text
    assert await shop.line.files.fetch(ref, 1000) == b"x" * 100


async def documents(control: Control, kari: CustomerControl) -> list[dict]:
    return [it.raw["document"] for it in await control.sent(kari.id) if "document" in it.raw]


async def test_a_customer_who_asks_for_the_conversation_is_sent_it_as_a_document(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    async with shop.polling():
        await kari.says("hello <there>")
        await control.wait_for(kari.id, 1, "bot: hello")
        await kari.says("/transcript")
        await until(lambda: documents(control, kari))

    [document] = await documents(control, kari)
    assert document["file_name"] == "conversation.html"
    copy = (await control.file(document["file_id"])).decode()
    assert "hello &lt;there&gt;" in copy
    assert "bot: hello" in copy


async def test_the_menu_is_set_once_in_every_language(shop: Shop, control: Control, fake: Running) -> None:
    await shop.telegram._menu.bring_up_to_date()
    first = len(await control.calls("setMyCommands"))
    await shop.telegram._menu.bring_up_to_date()

    assert first == 7  # nb, no, nn, fi, it, ur, and English for everybody else
    assert len(await control.calls("setMyCommands")) == first
    norwegian = await shop.line.bot.get_my_commands(language_code="no", scope=SCOPE)
    assert [command.command for command in norwegian] == [
        "start",
        "help",
        "language",
        "human",
        "transcript",
        "stop",
    ]
    assert norwegian[3].description == "Snakk med et menneske"


async def test_a_line_shows_no_secret(fake: Running) -> None:
    async with open_line(fake.token, fake.url) as line:
        assert fake.token not in repr(line)


async def test_with_a_webhook_telegram_is_told_where_and_nothing_is_polled(
    store: SqlStore, line: Line, control: Control
) -> None:
    shop = Shop(store, line, hook=Hook("https://shop.example/telegram", "s3cret"))
    async with shop.polling():
        await until(lambda: control.calls("setMyShortDescription"))

    [call] = await control.calls("setWebhook")
    assert call["params"]["url"] == "https://shop.example/telegram"
    assert call["params"]["secret_token"] == "s3cret"
    assert "callback_query" in str(call["params"]["allowed_updates"])
    assert await control.calls("getUpdates") == []


async def test_customers_are_answered_also_while_the_menu_cannot_be_set(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    await control.fault("error", "getMyCommands", count=None)
    async with shop.polling():
        await kari.says("hello")
        await control.wait_for(kari.id, 1, "bot: hello")
