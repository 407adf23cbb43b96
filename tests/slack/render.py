"""Draws the pictures of docs/desk.md: a card, its thread, App Home and a direct answer, made by our own code.

`python -m tests.slack.render docs/images` posts them to the fake Slack, whose page shows them in a browser.
"""

import asyncio
import os
import struct
import sys
import tempfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot.conversations.answers import HandoffRequest
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Author, Button, Entry, File, FileKind
from bot.conversations.model import Agent
from bot.desk.slack.controls.home_view import HomeFacts, HomeRow, home_view
from tests.slack.out_desk import SlackDesk, slack_desk

PARSE = {
    "intent": {"name": "order_status", "confidence": 0.93},
    "ranking": [
        {"name": "order_status", "confidence": 0.93},
        {"name": "change_address", "confidence": 0.04},
    ],
}
REQUEST = HandoffRequest(
    "asked",
    "order_status",
    "Where is my parcel? It should have come on Friday.",
    {
        "proven": True,
        "order_number": "10442",
        "email": "nina@example.no",
        "order": {
            "status": "On its way",
            "items": "Running shoes 42",
            "carrier": "Posten",
            "placed": "16 November",
        },
    },
)
PALE, DARK = b"\xdd\xdd\xdd", b"\x55\x55\x55"
HEIGHTS = {"slack-card": 1800, "slack-thread": 1250, "slack-home": 460, "slack-direct": 420}  # of the window
WIDTH = 1100
ALONE = {"slack-card"}  # a picture of the message only


def picture(width: int = 160, height: int = 100) -> bytes:
    """A small PNG: a damaged sole, more or less."""
    rows = [
        b"\0" + b"".join(DARK if y > 55 - x // 6 and 20 < x < 140 and y < 80 else PALE for x in range(width))
        for y in range(height)
    ]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    )


async def staged(desk: SlackDesk) -> dict[str, str]:
    """Play the scene; the addresses of its pictures on the fake's page."""
    desk.clock.now = datetime.now(UTC) - timedelta(minutes=4)
    kari = await desk.control.add_person("Kari Nordmann")
    await desk.control.join(kari, desk.channel)
    _, handoff = await desk.asks("nina", name="Nina Berg", request=REQUEST)
    await asked(desk, handoff)
    await desk.runs(3)
    await answered(desk, handoff, kari)
    _, waiting = await desk.asks("liv", name="Liv Moen")
    await desk.runs(5)
    [held, _] = await desk.cards_of()
    await show_home(desk, kari, handoff, waiting)
    direct = await ask_directly(desk, kari)
    base = f"{desk.slack.url}/#as={kari}"
    return {
        "slack-card": f"{base}&channel={desk.channel}",
        "slack-thread": f"{base}&channel={desk.channel}&thread={held['ts']}",
        "slack-home": f"{base}&home",
        "slack-direct": f"{base}&channel={direct}",
    }


async def asked(desk: SlackDesk, handoff: Handoff) -> None:
    async with desk.store.transaction() as ledger:
        for entry in (
            Entry(Author.CUSTOMER, "Where is my parcel? It should have come on Friday."),
            Entry(Author.BOT, "Order 10442 is on its way with Posten.", details={"parse": PARSE}),
            Entry(Author.CUSTOMER, "It is a week late. I want to talk to a person."),
        ):
            message = await ledger.append(handoff.conversation_id, entry, desk.clock())
            await ledger.owe(message, "telegram", "nina", desk.clock())
    await desk.says(handoff, "Hello? Is anybody there?", "Here is what the last one looked like.")
    desk.content["shoe"] = picture()
    photo = File("shoe", FileKind.PHOTO, "shoe.png", "image/png", len(desk.content["shoe"]))
    await desk.owes(handoff, Entry(Author.CUSTOMER, "The sole came off.", files=(photo,)))


async def answered(desk: SlackDesk, handoff: Handoff, kari: str) -> None:
    await desk.claims(handoff.conversation_id, Agent(f"slack:{kari}", "Kari Nordmann"))
    await asyncio.sleep(0.2)
    await desk.runs(2)
    [card] = await desk.cards_of()
    for text in (
        "Hello Nina, I have found your parcel: it is at the post office in Åsane.",
        "note: Posten has had this delay all week",
    ):
        posted = await desk.control.post(kari, desk.channel, text, card["ts"])
        if not text.startswith("note:"):
            await desk.client.reactions_add(
                channel=desk.channel, timestamp=posted.ts, name="white_check_mark"
            )
    await desk.says(handoff, "Thank you! I will fetch it today.")
    await desk.runs(3)


async def show_home(desk: SlackDesk, user: str, mine: Handoff, waiting: Handoff) -> None:
    [held, _] = await desk.cards_of()
    address = desk.workspace.link(desk.channel, held["ts"])
    facts = HomeFacts(
        is_open=True,
        now=desk.clock(),
        mine=[HomeRow(mine.id, "Nina Berg", "Order status", "Norwegian Bokmål", mine.asked_at, address)],
        waiting=[HomeRow(waiting.id, "Liv Moen", "Order status", "Norwegian Bokmål", waiting.asked_at)],
        figures={
            "conversations": "48",
            "handed over": "9",
            "resolved": "7",
            "minutes to the first answer": "2",
        },
    )
    await desk.client.views_publish(user_id=user, view=home_view(facts))


async def ask_directly(desk: SlackDesk, user: str) -> str:
    """A colleague asks the bot; the direct channel."""
    await desk.control.say_to_app(user, "What is the return window for electronics?")
    sources = [
        {
            "rule": "returns.electronics",
            "text": "Returns, electronics: 14 days, unopened",
            "where": "policies.yml",
        }
    ]
    answer = (
        "Electronics can be returned within 14 days when the box is unopened. The customer pays the postage."
    )
    async with desk.store.transaction() as ledger:
        conversation = await ledger.open_conversation("slack_dm", user, "en", desk.clock())
        entry = Entry(
            Author.BOT,
            answer,
            buttons=(Button("Start a return", "/start_return"),),
            details={"sources": sources},
        )
        message = await ledger.append(conversation.id, entry, desk.clock())
        await ledger.owe(message, "slack_dm", user, desk.clock())
    await desk.runs(3)
    return str((await desk.client.conversations_open(users=user))["channel"]["id"])


async def draw(page: Page, pictures: dict[str, str], folder: Path) -> None:
    for name, address in pictures.items():
        await page.goto("about:blank")
        await page.set_viewport_size({"width": WIDTH, "height": HEIGHTS[name]})
        await page.goto(address)
        await page.wait_for_timeout(1000)
        shown = page.locator("article").first if name in ALONE else page
        await shown.screenshot(path=folder / f"{name}.png")


async def main(folder: Path) -> None:
    chromium = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as var:
        async with slack_desk(Path(var)) as desk, async_playwright() as playwright:
            pictures = await staged(desk)
            browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            await draw(await browser.new_page(), pictures, folder)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
