"""Updates that a bot fetches from the fake of Telegram."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict


async def test_updates_come_again_until_a_higher_offset_confirms_them(bot, control, kari):
    for text in ("one", "two", "three"):
        await kari.says(text)

    first = await bot.get_updates(limit=2)
    again = await bot.get_updates(limit=2)
    rest = await bot.get_updates(offset=first[1].update_id + 1)

    assert [it.message.text for it in first] == ["one", "two"]
    assert again == first
    assert [it.message.text for it in rest] == ["three"]
    assert await control.pending() == [rest[0].update_id]


async def test_a_negative_offset_keeps_the_newest_only(bot, kari):
    for text in ("one", "two", "three"):
        await kari.says(text)

    assert [it.message.text for it in await bot.get_updates(offset=-1)] == ["three"]
    assert [it.message.text for it in await bot.get_updates()] == ["three"]


async def test_a_long_poll_ends_with_the_first_update(bot, kari):
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    early = waiting.done()
    await kari.says("hello")

    async with asyncio.timeout(2):
        [update] = await waiting
    assert (early, update.message.text) == (False, "hello")


async def test_a_long_poll_without_news_ends_after_its_time(bot):
    loop = asyncio.get_running_loop()
    begun = loop.time()

    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < loop.time() - begun < 3


async def test_a_second_poller_ends_the_first(telegram, bot, kari):
    async with Bot(telegram.token, base_url=telegram.base_url) as other:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.2)
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await kari.says("hello")

        assert [it.message.text for it in await second] == ["hello"]


async def test_only_the_kinds_that_were_asked_for_are_kept_from_then_on(bot, kari):
    await bot.get_updates(allowed_updates=["edited_message"])
    said = await kari.says("one")
    await kari.edits(said.message_id, "two")

    [update] = await bot.get_updates()
    assert (said.update_id, update.edited_message.text) == (None, "two")


async def test_without_a_wish_rare_kinds_are_left_out(bot, control):
    assert await control.inject("message_reaction", {}) is None
    assert await control.inject("inline_query", {"id": "1"}) is not None


async def test_updates_are_forgotten_after_a_day(bot, control, kari):
    await kari.says("old")
    await control.put_clock_ahead(24 * 3600 + 1)
    await kari.says("new")

    assert [it.message.text for it in await bot.get_updates()] == ["new"]


async def test_after_an_idle_week_ids_go_on_from_anywhere(bot, control, kari):
    before = await kari.says("one")
    await control.idle_week()
    after = await kari.says("two")

    assert after.update_id != before.update_id + 1
    assert [it.message.text for it in await bot.get_updates()] == ["two"]


async def test_an_edit_and_a_reply_tell_what_they_are_about(bot, kari):
    said = await kari.says("one")
    await kari.edits(said.message_id, "eins")
    await kari.says("this", reply_to=said.message_id)

    _, edited, reply = await bot.get_updates()
    assert (edited.edited_message.message_id, edited.edited_message.text) == (said.message_id, "eins")
    assert edited.edited_message.edit_date is not None
    assert reply.message.reply_to_message.text == "eins"


async def test_commands_are_marked_for_the_library(bot, kari):
    await kari.says("/start abc🎁 /help")

    [update] = await bot.get_updates()
    assert list(update.message.parse_entities(["bot_command"]).values()) == ["/start", "/help"]


async def test_in_a_group_a_bot_sees_what_is_meant_for_it(bot, kari):
    group = await kari.makes_group("Friends")
    await kari.says("hello all", chat_id=group)
    await kari.says("/help", chat_id=group)
    await kari.says("hi @varde_test_bot", chat_id=group)

    updates = await bot.get_updates()
    assert [it.message.text for it in updates if it.message] == [None, "/help", "hi @varde_test_bot"]
    assert {it.effective_chat.type for it in updates} == {"group"}

    await bot.leave_chat(group)
    with pytest.raises(Exception, match="kicked from the group chat"):
        await bot.send_message(group, "bye")


async def test_a_press_on_a_message_that_is_gone_has_no_text(bot, kari):
    sent = await bot.send_message(kari.id, "sure?")
    await sent.delete()
    await kari.presses(sent.message_id, data="7:0")

    [update] = await bot.get_updates()
    assert update.callback_query.data == "7:0"
    assert not update.callback_query.message.is_accessible
