"""Erasing a customer takes the bot's thread, its files and what the card says out of Slack."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversations.erasing import Eraser
from bot.conversations.evidence_keys import EvidenceKey
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Author, Entry, FileKind, Offer
from bot.conversations.model import Conversation
from tests.slack.out_desk import SlackDesk, shown, slack_desk

KEY = EvidenceKey("a secret of more than thirty-two characters")
LATER = datetime(2100, 1, 1, tzinfo=UTC)
CANARIES = [f"canary-{number}-{number * 7919}" for number in range(40)]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[SlackDesk]:
    async with slack_desk(tmp_path) as opened:
        yield opened


async def lived(desk: SlackDesk) -> tuple[Conversation, Handoff]:
    """A thread with forty lines and a file."""
    conversation, handoff = await desk.asks(name="Kari Canary")
    await desk.runs(2)
    await desk.says(handoff, *CANARIES)
    async with desk.store.transaction() as ledger:
        offer = Offer(FileKind.PHOTO, "canary.png", "image/png", "ref", 6)
        file = await ledger.offer_file(conversation.id, "telegram", offer, desk.clock())
    desk.content[file.key] = b"canary"
    await desk.owes(handoff, Entry(Author.CUSTOMER, "canary with a file", files=(file,)))
    await desk.runs(90)
    async with asyncio.timeout(10):  # Slack shows a file some moments after it has taken it
        while not any(line.get("files") for line in await desk.thread(handoff)):
            await asyncio.sleep(0.05)
    return conversation, handoff


async def erase(desk: SlackDesk, conversation: Conversation) -> None:
    await Eraser(desk.store, KEY, desk.clock).erase(conversation.id, "asked")


async def everything(desk: SlackDesk, handoff: Handoff) -> str:
    control = desk.control
    return str([await control.messages(desk.channel), await desk.thread(handoff), await control.files()])


async def test_nothing_of_an_erased_customer_is_left_in_slack(desk: SlackDesk) -> None:
    conversation, handoff = await lived(desk)
    assert "canary-39" in await everything(desk, handoff)
    assert "canary.png" in await everything(desk, handoff)

    await erase(desk, conversation)
    await desk.runs(120)

    assert await desk.thread(handoff) == []
    assert "anary" not in await everything(desk, handoff)
    assert "Where is my parcel?" not in await everything(desk, handoff)
    [card] = [line for line in await desk.control.messages(desk.channel) if "Erased" in shown(line)]
    assert card.get("metadata", {}).get("event_type") != "shopdesk_card"
    assert [chore.desk for chore in await desk.store.due_chores(conversation.id, LATER)] == ["engine"]


async def test_an_outage_only_delays_the_erasure(desk: SlackDesk) -> None:
    """Fails when a chore that could not be done is struck."""
    conversation, handoff = await lived(desk)
    await desk.control.status("chat.delete", times=3)

    await erase(desk, conversation)
    desk.start()  # and the gateway died in between
    await desk.runs(180)

    assert await desk.thread(handoff) == []


async def test_what_staff_typed_themselves_does_not_keep_the_rest_from_being_erased(desk: SlackDesk) -> None:
    conversation, handoff = await lived(desk)
    [*_, ticket] = await desk.store.tickets(handoff.id, "slack")
    ts = str(ticket.thread).rpartition(":")[2]
    ola = await desk.control.add_person("Ola")
    await desk.control.join(ola, desk.channel)
    await desk.control.post(ola, desk.channel, "I have it", ts)

    await erase(desk, conversation)
    await desk.runs(120)

    assert [line["text"] for line in await desk.thread(handoff)] == ["I have it"]
