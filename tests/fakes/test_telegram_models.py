"""Every JSON that the fake of Telegram emits is what the library's own models know."""

import httpx
import pytest
from telegram import (
    BotCommand,
    Chat,
    ChatFullInfo,
    File,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
    User,
    WebhookInfo,
)

from tests.fakes.telegram.drawing import png
from tests.fakes.telegram.models import disagreements

PICTURE = png()
KINDS = ["photo", "document", "voice", "video", "audio", "animation", "video_note", "sticker"]


def test_the_check_itself_sees_what_is_unknown_missing_or_changed():
    user = {"id": 1, "is_bot": False, "first_name": "Kari"}

    assert disagreements(User, user) == []
    assert disagreements(User, user | {"shoe_size": 42}) == ["User does not know ['shoe_size']"]
    assert disagreements(Chat, {"id": 1, "type": "private", "title": None}) == []
    with pytest.raises(TypeError):
        disagreements(User, {"id": 1})


async def test_every_kind_of_update_is_one_that_the_library_knows(control, bot, telegram):
    kari = await control.new_customer(
        name="Kari", last_name="Nordmann", username="kari_n", language_code="nb"
    )
    first = await kari.says("/start see https://varde.example or mail kari@varde.example, #42 @varde 👟")
    for kind in KINDS:
        await kari.sends(kind, PICTURE, caption="here", duration=3, reply_to=first.message_id)
    await kari.sends("photo", size=30_000_000)
    await kari.sends_location(60.39, 5.32)
    await kari.sends_contact("+4721090000", "Ola")
    await kari.sends_poll("Which?", "red", "blue")
    await kari.sends_dice()
    await kari.edits(first.message_id, "corrected /help")
    button = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="7:0")]])
    asked = await bot.send_message(kari.id, "Sure?", reply_markup=button)
    await kari.presses_titled("Yes")
    await asked.delete()
    await kari.presses(asked.message_id)
    await kari.blocks()
    await kari.unblocks()
    group = await kari.makes_group()
    await kari.says("/help", chat_id=group)

    updates = await control.updates()
    assert len(updates) == 2 + len(KINDS) + 5 + 2 + 2 + 3
    assert [it for update in updates for it in disagreements(Update, update, bot)] == []


async def test_every_message_that_the_bot_sends_is_one_that_the_library_knows(control, bot, kari):
    asked = await kari.says("hello")
    button = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="7:0")]])
    sent = await bot.send_message(
        kari.id, "see https://varde.example", reply_markup=button, reply_to_message_id=asked.message_id,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )  # fmt: skip
    await bot.edit_message_text("corrected", kari.id, sent.message_id)
    await bot.send_location(kari.id, 60.39, 5.32)
    await bot.send_venue(kari.id, 60.39, 5.32, "Varde Bergen", "Torgallmenningen 1")
    await bot.send_photo(kari.id, PICTURE, caption="a picture")
    await bot.send_document(kari.id, b"%PDF", filename="receipt.pdf")
    await bot.send_voice(kari.id, b"OggS", duration=4)
    await bot.send_video(kari.id, b"film", width=320, height=200)
    await bot.send_audio(kari.id, b"music", performer="A", title="B")
    await bot.send_animation(kari.id, b"film")
    await bot.send_sticker(kari.id, b"sticker")

    messages = await control.sent(kari.id)
    assert len(messages) == 10
    assert [it for seen in messages for it in disagreements(Message, seen.raw, bot)] == []


async def test_everything_else_that_is_answered_is_what_the_library_knows(control, bot, kari, telegram):
    raw = {
        User: await _raw(telegram, "getMe"),
        ChatFullInfo: await _raw(telegram, "getChat", chat_id=kari.id),
        WebhookInfo: await _raw(telegram, "getWebhookInfo"),
        File: await _raw(
            telegram, "getFile", file_id=(await bot.send_document(kari.id, b"x")).document.file_id
        ),
    }
    await bot.set_my_commands([("help", "What I can do")], language_code="nb")
    commands = await _raw(telegram, "getMyCommands", language_code="nb")
    await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s", allowed_updates=["message"])
    with_hook = await _raw(telegram, "getWebhookInfo")

    assert {model: disagreements(model, it) for model, it in raw.items()} == {model: [] for model in raw}
    assert disagreements(BotCommand, commands[0]) == []
    assert disagreements(WebhookInfo, with_hook) == []


async def _raw(telegram, method, **params):
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{telegram.base_url}{telegram.token}/{method}", json=params)
    return answer.json()["result"]
