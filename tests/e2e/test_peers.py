"""The started product with a Telegram and a Slack that others wrote: mockpost and emulate.

What is left out is what they do not have, and is shown with our own fakes in test_channels.py. Of Telegram: polling,
files, places, keyboards taken away, commands. Of Slack: the socket, modals, commands, files, direct messages; a press
of a button is made and signed here. The webhook's secret is put on by the test, as mockpost knows none.
"""

import asyncio
import hashlib
import hmac
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.desk.slack import names
from tests.e2e.started import Started, free_ports, started
from tests.e2e.test_channels import wait_for
from tests.fakes.emulate import PACKAGES, installed
from tests.fakes.emulate_slack import EmulateControl, emulated_slack
from tests.fakes.mockpost import Mockpost, mockpost
from tests.fakes.telegram.acts import Acts, text_content
from tests.fakes.telegram.people import Customer
from tests.fakes.telegram.receiving import serving
from tests.fakes.telegram.world import TOKEN, World

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

SECRET = "the secret that signs everything here"
SHOWN = hmac.digest(SECRET.encode(), b"telegram webhook", hashlib.sha256).hex()


@dataclass
class Peers:
    telegram: Mockpost
    slack: EmulateControl
    world: World  # of our own fake, which makes the updates
    kari: Customer
    desk: str  # the channel's id

    async def says(self, text: str) -> None:
        Acts(self.world).write(self.kari, text_content(text))
        assert await self.telegram.brings(self.world.updates.ever[-1]) == 200

    async def hears(self, words: str) -> str:
        pattern = re.compile(words, re.IGNORECASE | re.DOTALL)

        async def found() -> list[str]:
            return [text for text in await self.telegram.sent() if pattern.search(text)]

        return str((await wait_for(found, bool, f"{words!r} for the customer"))[-1])

    async def card(self) -> str:
        """The newest card's ts."""

        async def cards() -> list[dict[str, Any]]:
            return [it for it in await self.slack.messages(self.desk) if names.TAKE in str(it.get("blocks"))]

        return str((await wait_for(cards, bool, "a card"))[-1]["ts"])


@pytest.fixture
async def peers(tmp_path: Path) -> AsyncIterator[Peers]:
    if installed() != PACKAGES:
        pytest.skip("emulate is not installed: .venv/bin/python -m tests.fakes.emulate needs npm")
    [port] = free_ports(1)

    async def front(request: Request) -> Response:
        headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": SHOWN}
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(
                f"http://127.0.0.1:{port}/telegram", content=await request.body(), headers=headers
            )
        return Response(status_code=answer.status_code)

    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(mockpost(tmp_path))
        slack = await stack.enter_async_context(emulated_slack())
        hook = await stack.enter_async_context(serving(Route("/telegram", front, methods=["POST"])))
        await slack.control.use_http(f"http://127.0.0.1:{port}/slack")
        desk = await slack.control.add_channel("shopdesk")
        running = started(
            tmp_path,
            port=str(port),
            secret=SECRET,
            telegram_token=TOKEN,
            telegram_api=telegram.api,
            telegram_webhook=f"{hook}/telegram",
            slack_bot_token=slack.bot_token,
            slack_signing_secret=slack.signing_secret,
            slack_api=slack.api_url,
        )
        await _enter(stack, running)
        await wait_for(telegram.webhooks, bool, "the webhook")
        yield Peers(telegram, slack.control, World(), Customer(4711), desk)


async def _enter(stack: AsyncExitStack, running: Any) -> Started:
    """Beside the loop: the product asks the peers while it starts."""
    product = await asyncio.to_thread(running.__enter__)
    stack.push_async_callback(asyncio.to_thread, running.__exit__, None, None, None)
    return product


async def test_a_customer_is_helped_by_the_bot_then_by_an_agent_then_by_the_bot_again(peers: Peers) -> None:
    await peers.says("what is the return policy for shoes?")
    await peers.hears(r"shoes.*\d+ days")
    await peers.says("I want to talk to a person")
    await peers.hears("number 1 in the queue")
    card = await peers.card()
    await peers.says("are you there? <!channel>")

    async def thread() -> str:
        return str(await peers.slack.messages(peers.desk, card))

    await wait_for(thread, lambda said: "are you there?" in said, "the customer's line")
    assert "<!channel>" not in await thread()

    said = await peers.slack.post("anna", peers.desk, "It comes on Mondy", card)
    await peers.hears("Anna has joined")
    await peers.hears("It comes on Mondy")
    await peers.slack.edit("anna", peers.desk, said.ts, "It comes on Monday")
    await peers.hears("It comes on Monday")
    await peers.slack.post("anna", peers.desk, "note: the carrier is late again", card)
    await peers.slack.post("ola", peers.desk, "as ever", card)
    await peers.slack.post("anna", peers.desk, "Anything else?", card)
    await peers.hears("Anything else")
    assert not [text for text in await peers.telegram.sent() if "carrier" in text or "as ever" in text]

    await peers.slack.press("anna", peers.desk, card, names.HAND_BACK)
    await peers.hears("back to the assistant")
    await peers.says("what does delivery to Norway cost?")
    await peers.hears("€|EUR")
