"""What a customer sees of a press."""

from itertools import count

from bot.channels.telegram.inbound.arrivals import Pressed
from bot.channels.telegram.inbound.presses import Presses
from bot.channels.telegram.pace import Pacer
from bot.conversations.messages import Inbound


class Bot:
    """Notes what it is asked to do."""

    def __init__(self) -> None:
        self.did: list[str] = []

    async def answer_callback_query(self, *_: object, **__: object) -> None:
        self.did.append("answered")

    async def edit_message_reply_markup(self, *_: object, **__: object) -> None:
        self.did.append("marked")


PRESS = Pressed("Q", 77, "en", 9, "Yes", Inbound("telegram", "77", "press:Q", "Yes", (12, 0)))


def presses(bot: Bot, pacer: Pacer) -> Presses:
    return Presses(bot, pacer, None)  # type: ignore[arg-type]


async def test_the_mark_waits_for_a_moment_when_the_shop_writes() -> None:
    bot, pacer = Bot(), Pacer()
    pacer.take("1")  # the common queue is busy just now
    await presses(bot, pacer).acknowledge(PRESS)

    assert bot.did == ["answered", "marked"]


async def test_the_mark_is_left_out_when_the_chat_is_held() -> None:
    bot, pacer = Bot(), Pacer(count(0.0, 0.01).__next__)
    pacer.hold("77", 60)
    await presses(bot, pacer).acknowledge(PRESS)

    assert bot.did == ["answered"]
