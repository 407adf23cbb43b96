"""Deliveries: in order, once, and never sent again blindly."""

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown
from tests.conversations.conftest import Chat


async def test_a_busy_channel_is_tried_again_when_it_said_and_later_lines_wait_behind(chat: Chat) -> None:
    """Fails when a later delivery may overtake one that is not due yet."""
    chat.channel.faults = [ChannelBusy(30)]
    await chat.says("one")
    await chat.says("two")
    assert chat.channel.sent == []

    chat.clock.advance(seconds=31)
    await chat.sweeps()
    assert chat.channel.sent == ["bot: one", "bot: two"]


async def test_a_refused_line_is_shown_to_staff_and_holds_nothing_up(chat: Chat) -> None:
    chat.channel.faults = [ChannelRefused("blocked by the customer")]
    receipt = await chat.says("one")
    await chat.says("two")

    assert chat.channel.sent == ["bot: two"]
    notes = [m.entry.text for m in await chat.store.messages(receipt.conversation_id) if m.entry.internal]
    assert notes == ["Not delivered on widget: blocked by the customer"]
    assert notes[0] not in await chat.texts()


async def test_an_unanswered_send_that_did_arrive_is_not_repeated(chat: Chat) -> None:
    """Fails when ChannelUnknown is treated like ChannelBusy."""

    async def send_then_lose_the_answer(deliveries: object) -> str | None:
        await type(chat.channel).send(chat.channel, deliveries)  # type: ignore[arg-type]
        raise ChannelUnknown("no answer")

    chat.channel.send = send_then_lose_the_answer  # type: ignore[method-assign]
    await chat.says("one")
    chat.clock.advance(minutes=5)
    await chat.sweeps()

    assert chat.channel.sent == ["bot: one"]


async def test_an_unanswered_send_that_did_not_arrive_is_repeated(chat: Chat) -> None:
    chat.channel.faults = [ChannelUnknown("no answer")]
    await chat.says("one")
    chat.clock.advance(minutes=5)
    await chat.sweeps()

    assert chat.channel.sent == ["bot: one"]


async def test_a_send_nobody_can_look_up_stays_unknown_and_is_never_sent_again(chat: Chat) -> None:
    chat.channel.can_find = ChannelUnknown("cannot be looked up")
    chat.channel.faults = [ChannelUnknown("no answer")]
    await chat.says("one")
    chat.clock.advance(minutes=5)
    await chat.sweeps()

    assert chat.channel.sent == []


async def test_after_a_crash_in_the_middle_of_a_send_the_channel_is_asked_first(chat: Chat) -> None:
    """Fails when a new process does not look for what the old one may have sent."""

    async def die_after_sending(deliveries: object) -> str | None:
        await type(chat.channel).send(chat.channel, deliveries)  # type: ignore[arg-type]
        raise ConnectionAbortedError("the process is gone")

    real = chat.channel.send
    chat.channel.send = die_after_sending  # type: ignore[method-assign]
    await chat.says("one")
    chat.channel.send = real  # type: ignore[method-assign]
    chat.clock.advance(seconds=1)
    chat.restart()
    await chat.sweeps()

    assert chat.channel.sent == ["bot: one"]
