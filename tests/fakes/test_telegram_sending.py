"""What the fake of Telegram takes from a bot, and what it refuses, in Telegram's words."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken


def keyboard(data="7:0"):
    return InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data=data)]])


async def test_a_text_stands_in_the_chat_without_the_white_space_around_it(bot, control, kari):
    sent = await bot.send_message(kari.id, "  Hello Kari \n", reply_markup=keyboard())

    [seen] = await kari.got()
    assert (seen.message_id, seen.text, seen.titles) == (sent.message_id, "Hello Kari", ["Yes"])
    assert seen.method == "sendMessage"


@pytest.mark.parametrize("text", ["", "   \n"])
async def test_an_empty_text_is_refused(bot, kari, text):
    with pytest.raises(BadRequest, match="text is empty"):
        await bot.send_message(kari.id, text)


async def test_a_text_is_measured_in_utf_16(bot, kari):
    await bot.send_message(kari.id, "🎁" * 2048)

    with pytest.raises(BadRequest, match="essage is too long"):
        await bot.send_message(kari.id, "🎁" * 2048 + "x")


async def test_formatting_that_was_asked_for_shows_and_what_telegram_finds_itself_does_not_count(bot, kari):
    await bot.send_message(kari.id, "see https://varde.example *now* <b>x</b>")
    await bot.send_message(
        kari.id, "🎁 <b>bold</b> <a href='https://varde.example'>link</a>", parse_mode="HTML"
    )
    await bot.send_message(kari.id, "*bold* _it_ [a](https://b.example)", parse_mode="Markdown")

    plain, html, markdown = await kari.got()
    assert (plain.text, plain.formatted) == ("see https://varde.example *now* <b>x</b>", False)
    assert (html.text, html.formatted, html.parse_mode) == ("🎁 bold link", True, "HTML")
    assert [(it["type"], it["offset"], it["length"]) for it in html.raw["entities"]] == [
        ("bold", 3, 4),
        ("text_link", 8, 4),
    ]
    assert markdown.text == "bold it a"


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("*open", "Markdown", "find end of the entity"),
        ("1.5", "MarkdownV2", "reserved"),
        ("<b>open", "HTML", "find end tag"),
        ("<blink>", "HTML", "nsupported start tag"),
        ("x", "Wiki", "nsupported parse_mode"),
    ],
)
async def test_formatting_that_cannot_be_read_is_refused(bot, kari, text, mode, reason):
    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(kari.id, text, parse_mode=mode)


async def test_a_reply_quotes_and_a_missing_line_is_refused_unless_that_is_allowed(bot, kari):
    asked = await kari.says("hello")
    await bot.send_message(kari.id, "yes?", reply_to_message_id=asked.message_id)
    await bot.send_message(kari.id, "gone", reply_to_message_id=999, allow_sending_without_reply=True)

    assert [it.reply_to for it in await kari.got()] == [asked.message_id, None]
    with pytest.raises(BadRequest, match="essage to be replied not found"):
        await bot.send_message(kari.id, "gone", reply_to_message_id=999)


async def test_button_data_has_64_bytes_at_most(bot, kari):
    await bot.send_message(kari.id, "?", reply_markup=keyboard("ø" * 32))

    with pytest.raises(BadRequest, match="utton_data_invalid"):
        await bot.send_message(kari.id, "?", reply_markup=keyboard("ø" * 32 + "x"))


async def test_an_edit_changes_what_stands_there_and_keeps_what_stood_before(bot, kari):
    sent = await bot.send_message(kari.id, "one", reply_markup=keyboard())

    await bot.edit_message_text("two", kari.id, sent.message_id)

    [seen] = await kari.got()
    assert (seen.text, seen.edited, seen.titles) == ("two", True, [])
    assert seen.earlier[0]["text"] == "one"


async def test_a_keyboard_can_be_taken_away_alone(bot, kari):
    sent = await bot.send_message(kari.id, "one", reply_markup=keyboard())

    await bot.edit_message_reply_markup(kari.id, sent.message_id, reply_markup=None)

    [seen] = await kari.got()
    assert (seen.text, seen.titles) == ("one", [])


async def test_an_edit_that_changes_nothing_is_refused(bot, kari):
    sent = await bot.send_message(kari.id, "one")

    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("one", kari.id, sent.message_id)


async def test_only_the_bots_own_messages_that_are_there_can_be_edited(bot, kari):
    theirs = await kari.says("mine")

    with pytest.raises(BadRequest, match="essage can't be edited"):
        await bot.edit_message_text("x", kari.id, theirs.message_id)
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_text("x", kari.id, 999)


async def test_a_deleted_message_is_gone(bot, control, kari):
    sent = await bot.send_message(kari.id, "oops")

    await bot.delete_message(kari.id, sent.message_id)

    assert await kari.got() == []
    assert [it.deleted for it in await control.chat(kari.id)] == [True]
    with pytest.raises(BadRequest, match="essage to delete not found"):
        await bot.delete_message(kari.id, sent.message_id)


async def test_after_two_days_a_message_cannot_be_deleted(bot, control, kari):
    sent = await bot.send_message(kari.id, "oops")
    await control.put_clock_ahead(48 * 3600 + 60)

    with pytest.raises(BadRequest, match="essage can't be deleted"):
        await bot.delete_message(kari.id, sent.message_id)


async def test_a_press_is_answered_once_it_is_known_and_young(bot, control, kari):
    await bot.send_message(kari.id, "sure?", reply_markup=keyboard())
    await kari.presses_titled("Yes")
    pressed = await kari.presses_titled("Yes")
    [first, second] = await bot.get_updates()

    await first.callback_query.answer("Thank you")
    await control.put_clock_ahead(3600)

    assert (first.callback_query.data, second.callback_query.id) == ("7:0", pressed.callback_query_id)
    [answer] = await control.answers()
    assert (answer["callback_query_id"], answer["text"]) == (first.callback_query.id, "Thank you")
    for id_ in (second.callback_query.id, "12345"):
        with pytest.raises(BadRequest, match="uery is too old"):
            await bot.answer_callback_query(id_)


async def test_a_bot_may_not_write_to_strangers_nor_to_those_who_blocked_it(bot, control):
    stranger = await control.new_customer()
    blocker = await control.new_customer()
    await blocker.says("hi")
    await blocker.blocks()

    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "hello")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(stranger.id, "hello")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(blocker.id, "hello")
    assert [it.status for it in await _changes(bot)] == ["kicked"]


async def test_unblocked_it_may_write_again(bot, kari):
    await kari.blocks()
    await kari.unblocks()

    await bot.send_message(kari.id, "welcome back")

    assert [it.status for it in await _changes(bot)] == ["kicked", "member"]


async def test_typing_is_seen(bot, control, kari):
    await bot.send_chat_action(kari.id, "typing")

    assert await control.actions(kari.id) == ["typing"]
    with pytest.raises(BadRequest, match="rong parameter action"):
        await bot.send_chat_action(kari.id, "sleeping")


@pytest.mark.parametrize(("token", "status"), [("424242:" + "x" * 35, 401), ("nonsense", 404)])
async def test_a_wrong_token_is_not_let_in(telegram, token, status):
    with pytest.raises(InvalidToken, match="rejected by the server"):
        async with Bot(token, base_url=telegram.base_url):
            pass
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{telegram.base_url}{token}/getMe")
    assert (answer.status_code, answer.json()["ok"]) == (status, False)


async def test_every_call_is_in_the_journal_with_its_answer(bot, control, kari):
    await bot.send_message(kari.id, "hello")
    with pytest.raises(BadRequest):
        await bot.send_message(kari.id, "")

    calls = await control.calls("sendMessage")
    assert [(it["status"], it["accepted"], it["params"]["text"]) for it in calls] == [
        (200, True, "hello"),
        (400, False, ""),
    ]


async def _changes(bot):
    return [it.my_chat_member.new_chat_member for it in await bot.get_updates() if it.my_chat_member]
