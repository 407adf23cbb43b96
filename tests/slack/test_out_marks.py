"""The fate of an agent's line is a reaction on the very message."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.errors import ChannelRefused, ChannelUnknown
from bot.conversations.messages import Author, Delivery, DeliveryState, Entry
from bot.conversations.tickets import Chore, ChoreKind
from tests.slack.out_desk import SlackDesk, slack_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[SlackDesk]:
    async with slack_desk(tmp_path) as opened:
        yield opened


async def reply(desk: SlackDesk) -> tuple[Delivery, str]:
    """An agent's message in a thread, and the delivery it became."""
    _, handoff = await desk.asks()
    await desk.runs(2)
    [card] = await desk.cards_of()
    ola = await desk.control.add_person("Ola")
    await desk.control.join(ola, desk.channel)
    posted = await desk.control.post(ola, desk.channel, "on its way", card["ts"])
    return await owed(desk, handoff.conversation_id, f"{posted.channel}:{posted.ts}"), posted.ts


async def owed(
    desk: SlackDesk, conversation_id: int, external_id: str, corrects: int | None = None
) -> Delivery:
    now = desk.clock()
    entry = Entry(Author.AGENT, "x", name="Ola", channel="slack", external_id=external_id, corrects=corrects)
    async with desk.store.transaction() as ledger:
        message = await ledger.append(conversation_id, entry, now)
        await ledger.owe(message, "telegram", "kari", now)
    return next(
        delivery
        for delivery in await desk.store.due_deliveries(conversation_id, now)
        if delivery.message.id == message.id
    )


async def settle(desk: SlackDesk, delivery: Delivery, state: DeliveryState) -> None:
    async with desk.store.transaction() as ledger:
        await ledger.settle(delivery, state)


async def signs(desk: SlackDesk, ts: str) -> list[str]:
    messages: list[dict[str, Any]] = await desk.control.messages(desk.channel)
    [message] = [message for message in messages if message["ts"] == ts]
    return [reaction["name"] for reaction in message.get("reactions", [])]


@pytest.mark.parametrize(
    ("state", "sign"),
    [
        (DeliveryState.SENT, ["white_check_mark"]),
        (DeliveryState.UNKNOWN, ["question"]),
        (DeliveryState.REFUSED, ["x"]),
        (DeliveryState.DUE, []),
    ],
)
async def test_each_fate_has_its_sign_however_often_it_is_shown(
    desk: SlackDesk, state: DeliveryState, sign: list[str]
) -> None:
    delivery, ts = await reply(desk)
    await settle(desk, delivery, state)
    for _ in range(2):
        await desk.marks.show_delivery(delivery.id, again=True)

    assert await signs(desk, ts) == sign


async def test_a_later_fate_takes_the_place_of_an_earlier_one(desk: SlackDesk) -> None:
    delivery, ts = await reply(desk)
    await settle(desk, delivery, DeliveryState.UNKNOWN)
    await desk.marks.show_delivery(delivery.id, again=False)
    await settle(desk, delivery, DeliveryState.SENT)
    await desk.marks.show_delivery(delivery.id, again=True)

    assert await signs(desk, ts) == ["white_check_mark"]


async def test_an_edits_fate_stands_at_the_edited_message(desk: SlackDesk) -> None:
    delivery, ts = await reply(desk)
    await settle(desk, delivery, DeliveryState.SENT)
    await desk.marks.show_delivery(delivery.id, again=False)
    edit = await owed(
        desk,
        delivery.message.conversation_id,
        f"{desk.channel}:{ts}:edit:1795374917.1",
        delivery.message.id,
    )
    await settle(desk, edit, DeliveryState.REFUSED)
    await desk.marks.show_delivery(edit.id, again=False)

    assert await signs(desk, ts) == ["x"]


async def test_a_customer_who_reads_the_log_has_it_at_once(desk: SlackDesk) -> None:
    delivery, ts = await reply(desk)
    chore = Chore(1, 1, "slack", ChoreKind.READ, delivery.message.id, desk.clock())
    await desk.screen.show(chore)

    assert await signs(desk, ts) == ["white_check_mark"]


async def test_a_reply_from_a_window_or_a_deleted_message_is_no_fault(desk: SlackDesk) -> None:
    delivery, ts = await reply(desk)
    window = await owed(desk, delivery.message.conversation_id, "view:V123")
    await settle(desk, window, DeliveryState.SENT)
    await desk.marks.show_delivery(window.id, again=False)
    gone = await owed(desk, delivery.message.conversation_id, f"{desk.channel}:1.000001")
    await settle(desk, gone, DeliveryState.SENT)
    await desk.marks.show_delivery(gone.id, again=False)

    assert await signs(desk, ts) == []


async def test_a_lost_answer_is_told_and_a_second_try_is_harmless(desk: SlackDesk) -> None:
    delivery, ts = await reply(desk)
    await settle(desk, delivery, DeliveryState.SENT)
    await desk.control.lose("reactions.add")
    with pytest.raises(ChannelUnknown):
        await desk.marks.show_delivery(delivery.id, again=False)
    await desk.marks.show_delivery(delivery.id, again=False)
    assert await signs(desk, ts) == ["white_check_mark"]

    await desk.control.error("reactions.add", "invalid_name")
    with pytest.raises(ChannelRefused):
        await desk.marks.show_delivery(delivery.id, again=False)
