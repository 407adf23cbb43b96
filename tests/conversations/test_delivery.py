"""Deliveries: in order, once, and never sent again blindly."""

import asyncio
from collections.abc import Sequence

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown, CustomerGone
from bot.conversations.messages import Delivery, DeliveryState
from tests.conversations.conftest import KARI, Chat


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


async def test_staff_are_told_when_nobody_knows_whether_their_words_arrived(chat: Chat) -> None:
    """Fails when only a sign in Slack tells it: words from the web desk or a window have no message to bear it."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.settle()
    chat.channel.can_find = ChannelUnknown("cannot be looked up")
    chat.channel.faults = [ChannelUnknown("no answer")]
    await chat.desk.reply(conversation, KARI, "It comes on Friday.", "k1")
    await chat.settle()

    told = (await chat.store.messages(conversation))[-1].entry
    assert told.internal
    assert told.text.startswith("Maybe not delivered: widget gave no answer.")


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


async def test_a_new_process_that_cannot_look_sends_again_and_counts_what_may_be_a_repeat(chat: Chat) -> None:
    """Fails when what cannot be looked up is given up, sent uncounted, or counted when it was never begun."""

    async def die_after_sending(deliveries: Sequence[Delivery]) -> str | None:
        await type(chat.channel).send(chat.channel, deliveries)
        raise ConnectionAbortedError("the process is gone")

    real = chat.channel.send
    chat.channel.send = die_after_sending  # type: ignore[method-assign]
    await chat.says("one")
    chat.channel.send = real  # type: ignore[method-assign]
    chat.channel.can_find = ChannelUnknown("never")
    chat.clock.advance(seconds=1)
    chat.restart()
    await chat.sweeps()
    await chat.says("two")

    assert chat.channel.sent == ["bot: one", "bot: one", "bot: two"]
    assert [delivery.message.entry.text for delivery in chat.repeats] == ["bot: one"]


async def test_while_a_channel_cannot_be_asked_nothing_is_sent_and_then_it_is_looked_up(chat: Chat) -> None:
    """Fails when a failed look-up counts as not found."""

    async def send_then_lose_the_answer(deliveries: Sequence[Delivery]) -> str | None:
        await type(chat.channel).send(chat.channel, deliveries)
        raise ChannelUnknown("no answer")

    chat.channel.send = send_then_lose_the_answer  # type: ignore[method-assign]
    chat.channel.can_find = ChannelBusy(5)
    await chat.says("one")
    chat.clock.advance(seconds=6)
    await chat.sweeps()
    chat.channel.can_find = None
    chat.clock.advance(seconds=6)
    await chat.sweeps()

    assert chat.channel.sent == ["bot: one"]
    assert [delivery.state for delivery in await _all(chat)] == [DeliveryState.SENT]


async def test_a_busy_channel_is_not_asked_what_it_surely_did_not_send(chat: Chat) -> None:
    chat.channel.faults = [ChannelBusy(5)]
    chat.channel.can_find = ChannelUnknown("never")
    await chat.says("one")
    chat.clock.advance(seconds=6)
    await chat.sweeps()

    assert chat.channel.sent == ["bot: one"]
    assert chat.repeats == []


async def test_what_went_out_of_a_message_in_parts_is_told_at_the_next_try(chat: Chat) -> None:
    """Fails when the progress of a busy channel is not kept with the delivery."""
    chat.channel.faults = [ChannelBusy(5, progress="12"), ChannelBusy(5)]
    await chat.says("one")
    for _ in range(2):
        chat.clock.advance(seconds=6)
        await chat.sweeps()

    assert [run[0].receipt for run in chat.channel.runs] == ["12"]


async def test_lines_in_a_row_go_out_together_where_the_channel_can(chat: Chat) -> None:
    """Fails when `together` is not heeded: too many messages, or too many lines in one."""
    chat.slack.faults = [ChannelBusy(5)]
    conversation = await chat.asks_for_a_person()
    for n in range(14):
        await chat.says(str(n))
    chat.clock.advance(seconds=6)
    await chat.sweeps()

    said = [text for text in chat.slack.sent if text.isdigit()]
    assert said == [str(n) for n in range(14)]
    assert [len(run) for run in chat.slack.runs] == [10, 5]
    assert await chat.store.owed(conversation) == 0


async def test_lines_that_go_out_together_are_looked_up_one_by_one_after_a_silence(chat: Chat) -> None:
    """Fails when a part that arrived is sent again with the rest."""
    chat.slack.faults = [ChannelBusy(5)]
    await chat.asks_for_a_person()
    await chat.says("one")
    await chat.says("two")

    async def half(deliveries: Sequence[Delivery]) -> str | None:
        chat.slack.send = real  # type: ignore[method-assign]
        await real(deliveries[:2])
        raise ChannelUnknown("no answer")

    real = chat.slack.send
    chat.slack.send = half  # type: ignore[method-assign]
    for _ in range(2):
        chat.clock.advance(seconds=6)
        await chat.sweeps()

    assert chat.slack.sent[1:] == ["one", "two"]


async def test_of_lines_refused_together_only_the_guilty_one_is_lost(chat: Chat) -> None:
    chat.slack.faults = [ChannelBusy(5), ChannelRefused("too odd"), None, ChannelRefused("too odd")]
    conversation = await chat.asks_for_a_person()
    await chat.says("odd")
    await chat.says("fine")
    chat.clock.advance(seconds=6)
    await chat.sweeps()

    assert chat.slack.sent[1:] == ["fine"]
    refusals = [m for m in await chat.lines(conversation) if m.entry.details.get("event") == "refused"]
    assert [m.entry.text for m in refusals] == ["Not delivered on slack: too odd"]


async def test_a_refusal_is_shown_on_the_desk_but_not_where_it_was_refused(chat: Chat) -> None:
    """Fails when a desk's refusal is owed to that desk, which would refuse it again and again."""
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.settle()
    chat.channel.faults = [ChannelRefused("blocked")]
    await chat.desk.reply(conversation, KARI, "hi", "k1")
    await chat.settle()
    chat.slack.faults = [ChannelRefused("odd")]
    await chat.says("anyone?")

    assert "Not delivered on widget: blocked" in chat.slack.sent
    assert "Not delivered on slack: odd" not in chat.slack.sent
    assert await chat.store.owed(conversation) == 0


async def test_a_customer_who_blocked_the_shop_is_noted_until_they_write_again(chat: Chat) -> None:
    """Fails when CustomerGone is an ordinary refusal, or when writing does not take the note away."""
    chat.channel.faults = [CustomerGone("blocked")]
    await chat.says("one")
    blocked = await chat.store.customer("widget", "visitor-1")
    assert blocked is not None
    assert blocked.blocked_at == chat.clock.now

    await chat.sends(text="two", name="Kari Nordmann")
    back = await chat.store.customer("widget", "visitor-1")
    assert back is not None
    assert (back.name, back.blocked_at) == ("Kari Nordmann", None)


async def test_a_lane_is_woken_when_a_busy_channel_said_it_would_be_ready(chat: Chat) -> None:
    """Fails when only the sweep looks again."""
    chat.channel.faults = [ChannelBusy(0.05)]
    await chat.says("one")
    assert chat.channel.sent == []

    chat.clock.advance(seconds=1)
    await asyncio.sleep(0.15)
    await chat.settle()
    assert chat.channel.sent == ["bot: one"]


async def test_an_agents_edit_is_sent_with_the_receipt_of_what_it_changes(chat: Chat) -> None:
    conversation = await chat.asks_for_a_person()
    await chat.desk.claim(conversation, KARI)
    await chat.desk.reply(conversation, KARI, "10 days", "k1", channel="slack")
    await chat.settle()
    sent = chat.channel.runs[-1][0].id
    await chat.desk.edit(conversation, KARI, "k1", "14 days", "k1:edit", channel="slack")
    await chat.settle()

    [edit] = chat.channel.runs[-1]
    assert (edit.message.entry.text, edit.original) == ("14 days", f"sent-{sent}")


async def _all(chat: Chat) -> list[Delivery]:
    """Every delivery there is, in order."""
    found = []
    number = 1
    while (delivery := await chat.store.delivery(number)) is not None:
        found.append(delivery)
        number += 1
    return found
