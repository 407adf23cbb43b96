"""A hand-over's thread: who writes what for whom."""

import pytest

from bot.conversations.model import Handling
from bot.desk.slack import names
from tests.slack.in_world import World


async def test_an_agent_takes_a_card_replies_and_hands_back(world: World, anna: str):
    card = await world.asks_for_a_person()
    await card.press(anna, names.TAKE)
    reply = await card.reply(anna, "Hi Kari, it is on its way &amp; comes <https://x.example|today>", raw=True)
    await card.press(anna, names.HAND_BACK)
    await world.says("and now?")

    assert "Hi Kari, it is on its way & comes today (https://x.example)" in world.customers.texts
    assert world.customers.texts[-1] == "bot: and now?"
    assert (await card.line(reply.ts)).entry.name == "Anna"
    assert (await card.conversation()).handling is Handling.BOT
