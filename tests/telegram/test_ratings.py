"""How it was, on Telegram: a question that rings for nobody, answered by a press and a line."""

from bot.conversations.answers import Answer, Outcome, Reply
from tests.fakes.telegram.control import Control, CustomerControl
from tests.telegram.conftest import Shop

HOW = "How was the help you just got from the assistant?"
HELPED = Answer((Reply("Until six."),), outcomes=(Outcome("store_hours", "answered"),))
WELCOME = Answer((Reply("You're welcome."),), parse={"intent": {"name": "thank"}})


async def test_a_customer_is_asked_without_a_sound_presses_a_step_and_writes_a_line(
    shop: Shop, control: Control, kari: CustomerControl
) -> None:
    """Fails when the question rings, or when the bot is asked about what follows it."""
    shop.bot.ready += [HELPED, WELCOME]
    async with shop.polling():
        await kari.says("when do you close?")
        await control.wait_for(kari.id, 1, "Until six.")
        await kari.says("thanks")
        [question] = await control.wait_for(kari.id, 1, HOW)
        await kari.presses_titled("Poor")
        await control.wait_for(kari.id, 1, "What could be better?")
        await kari.presses_titled("Write a line")
        await control.wait_for(kari.id, 1, "next message")
        await kari.says("You could open earlier")
        await control.wait_for(kari.id, 1, "comment is with the shop")

    assert question.titles == ["Very good", "Good", "All right", "Poor", "Very poor"]
    silent = {
        call["params"]["text"]: call["params"].get("disable_notification")
        for call in await control.calls("sendMessage")
    }
    assert not silent["Until six."]
    assert silent[HOW]
    [rating] = await shop.store.ratings(1)
    assert (rating.score, rating.words_id is not None) == (2, True)
    assert [asked.text for asked in shop.bot.asked] == ["when do you close?", "thanks"]
