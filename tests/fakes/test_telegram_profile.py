"""What a bot tells the fake of Telegram about itself."""

import pytest
from telegram import BotCommand
from telegram.error import BadRequest

COMMANDS = [BotCommand("help", "What I can do"), BotCommand("stop", "End this")]


async def test_a_bot_knows_who_it_is(bot):
    me = await bot.get_me()

    assert (me.id, me.username, me.is_bot, me.can_read_all_group_messages) == (
        424242,
        "varde_test_bot",
        True,
        False,
    )


async def test_commands_are_kept_by_language(bot, control):
    await bot.set_my_commands(COMMANDS)
    await bot.set_my_commands(COMMANDS[:1], language_code="nb")

    assert list(await bot.get_my_commands()) == COMMANDS
    assert list(await bot.get_my_commands(language_code="nb")) == COMMANDS[:1]
    assert await bot.get_my_commands(language_code="fi") == ()
    assert [it["command"] for it in (await control.profile())["nb"]["commands"]] == ["help"]

    await bot.delete_my_commands(language_code="nb")
    assert await bot.get_my_commands(language_code="nb") == ()


async def test_descriptions_are_kept_by_language(bot, control):
    await bot.set_my_description("Ask me", language_code="en")
    await bot.set_my_short_description("The shop")
    await bot.set_my_name("Varde")

    assert (await bot.get_my_description("en")).description == "Ask me"
    assert (await bot.get_my_short_description()).short_description == "The shop"
    assert (await bot.get_my_name()).name == "Varde"


@pytest.mark.parametrize(
    ("command", "description"), [("Help", "upper case"), ("two words", "x"), ("help", ""), ("x" * 33, "long")]
)
async def test_commands_that_telegram_would_not_take_are_refused(bot, command, description):
    with pytest.raises(BadRequest, match="ot_command"):
        await bot.set_my_commands([(command, description)])


async def test_a_language_has_two_letters(bot):
    with pytest.raises(BadRequest, match="nvalid language code"):
        await bot.set_my_commands(COMMANDS, language_code="nb-NO")


async def test_a_description_has_its_limit(bot):
    await bot.set_my_description("x" * 512)

    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_description("x" * 513)
