"""The desk's routes over a real log and core, in the gateway's own web application."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.conversations.answers import Answer, HandoffRequest, Outcome, Reply
from bot.conversations.messages import Button
from bot.desk.badges import Badges
from bot.desk.door import Door
from bot.desk.links import OneTimeLinks
from bot.storage.store import open_store
from bot.web.app import build_web_app
from bot.web.clients import Clients
from bot.web.desk import routes
from bot.web.server import serving
from tests.conversations.conftest import Chat

CHROMIUM = os.environ.get("SHOPDESK_CHROMIUM", "/usr/bin/chromium")
SECRET = "a secret of more than thirty-two characters"
HERE = "http://localhost:8080"
PARSE = {
    "intent": {"name": "order_status", "confidence": 0.62},
    "ranking": [
        {"name": "order_status", "confidence": 0.62},
        {"name": "cancel_order", "confidence": 0.2},
        {"name": "invoice", "confidence": 0.1},
        {"name": "greet", "confidence": 0.02},
    ],
    "entities": [{"entity": "order_number", "value": "10442", "start": 3, "end": 8}],
    "decision": "ask",
}
WANTS_PERSON = HandoffRequest(
    reason="asked",
    topic="order_status",
    summary="Asks where order 10442 is.",
    slots={"order_number": "10442", "email": "kari@example.no"},
)


@dataclass
class Shop(Chat):
    """A customer and the core, with the desk's pages on top."""

    password: str | None = None
    trusted: tuple[str, ...] = ()
    pages: Any = field(init=False, default=None)

    def open_desk(self) -> None:
        self.links = OneTimeLinks(self.clock)
        self.app = build_web_app(
            routes(
                desk=self.desk,
                store=self.store,
                live=self.live,
                clock=self.clock,
                links=self.links,
                badges=Badges(SECRET, self.password),
                door=Door(self.password, self.clock),
                clients=Clients(self.trusted),
            )
        )

    def browser(self, base: str = HERE, peer: str = "127.0.0.1") -> httpx.AsyncClient:
        """Sends what a browser sends from the desk's own page."""
        transport = httpx.ASGITransport(self.app, client=(peer, 50123), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=base, headers={"origin": base})

    async def agent(self, name: str) -> httpx.AsyncClient:
        browser = self.browser()
        key = self.links.mint().partition("key=")[2]
        answer = await browser.post("/desk/api/sign-in", json={"name": name, "key": key})
        assert answer.status_code == 200, answer.text
        return browser

    async def asks_about_order(self) -> int:
        """A customer is understood, then asks for a person and waits."""
        self.dialogue.ready.append(
            Answer((Reply("Which order?", (Button("The last one", "/affirm"),)),), parse=PARSE)
        )
        await self.says("is 10442 on its way?")
        self.dialogue.ready.append(Answer((), handoff=WANTS_PERSON, outcomes=(Outcome("x", "handed_over"),)))
        return (await self.says("a person please")).conversation_id


def words(text: str) -> dict[str, str]:
    return {"id": str(uuid4()), "text": text}


async def opened(browser: httpx.AsyncClient, number: int, after: int = 0) -> dict[str, Any]:
    answer = await browser.get(f"/desk/api/conversations/{number}", params={"after": after})
    assert answer.status_code == 200, answer.text
    reading: dict[str, Any] = answer.json()
    return reading


async def act(browser: httpx.AsyncClient, number: int, command: str, body: Any = None) -> httpx.Response:
    return await browser.post(
        f"/desk/api/conversations/{number}/{command}", json={} if body is None else body
    )


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with open_store(f"sqlite:///{tmp_path}/log.db") as store:
        made = Shop(store)
        made.open_desk()
        yield made
        await made.lanes.close()


@dataclass
class Opened:
    """The desk served for real, and a browser."""

    shop: Shop
    url: str
    chromium: Browser

    async def agent(self, name: str, line: Any = None, **options: Any) -> Page:
        """An agent's page, signed in through a link as a person does it; `line` handles its live socket."""
        context = await self.chromium.new_context(viewport={"width": 1360, "height": 850}, **options)
        page = await context.new_page()
        if line:
            await page.route_web_socket("**/desk/live", line)
        page.set_default_timeout(8000)
        await page.goto(self.url + self.shop.links.mint())
        await page.get_by_label("Your name").fill(name)
        await page.get_by_role("button", name="Sign in").click()
        await page.get_by_role("button", name="Sign out").wait_for()
        return page


@pytest.fixture
async def site(shop: Shop) -> AsyncIterator[Opened]:
    async with serving(shop.app, "127.0.0.1", 0) as port, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Opened(shop, f"http://127.0.0.1:{port}", chromium)
        await chromium.close()
