"""A conversation with the shop, in the widget or in Telegram, for tests that do the same in both."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from playwright.async_api import Browser, Page, ViewportSize

from tests.e2e.spoken import plain
from tests.fakes.telegram.control import CustomerControl

PATIENCE = 20  # seconds for an answer
WINDOW = ViewportSize(width=1180, height=760)


class Chat(Protocol):
    async def say(self, text: str) -> None: ...
    async def press(self, title: str) -> None: ...
    async def replies(self) -> list[str]:
        """The shop's lines so far."""
        ...


class WidgetChat:
    """The demo shop's page, which is in English."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget = page.locator("shopdesk-widget")

    async def say(self, text: str) -> None:
        await self.widget.locator("textarea").fill(text)
        await self.widget.locator("textarea").press("Enter")

    async def press(self, title: str) -> None:
        buttons = self.widget.locator(".choices button")
        titles = [plain(it) for it in await buttons.all_inner_texts()]
        await buttons.nth(titles.index(title)).click()

    async def replies(self) -> list[str]:
        return await self.widget.locator(".log .line:not(.customer) .bubble").all_inner_texts()


@asynccontextmanager
async def widget_chat(browser: Browser, url: str) -> AsyncIterator[WidgetChat]:
    """A new visitor who has opened the chat."""
    page = await browser.new_page(viewport=WINDOW)
    await page.goto(url)
    chat = WidgetChat(page)
    await chat.widget.locator(".launcher").click()
    yield chat
    await page.close()


class TelegramChat:
    def __init__(self, customer: CustomerControl) -> None:
        self._customer = customer

    async def say(self, text: str) -> None:
        await self._customer.says(text)

    async def press(self, title: str) -> None:
        shown = [button["text"] for it in await self._customer.got() for row in it.buttons for button in row]
        await self._customer.presses_titled(next(it for it in reversed(shown) if plain(it) == title))

    async def replies(self) -> list[str]:
        return [it.text for it in await self._customer.got()]


async def ask(chat: Chat, text: str, answer: re.Pattern[str]) -> str:
    """Say it; the first reply to it that fits, as it is, with its marks of direction."""
    before = len(await chat.replies())
    await chat.say(text)
    return await first_reply(chat, before, answer)


async def press(chat: Chat, title: str, answer: re.Pattern[str]) -> str:
    """Press the button of this title; the first reply to it that fits."""
    before = len(await chat.replies())
    await chat.press(title)
    return await first_reply(chat, before, answer)


async def first_reply(chat: Chat, before: int, answer: re.Pattern[str]) -> str:
    """The first that fits of the replies after so many."""
    deadline = time.monotonic() + PATIENCE
    while True:
        new = (await chat.replies())[before:]
        if found := next((it for it in new if answer.search(plain(it))), None):
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing new says {answer.pattern!r}: {new}")
        await asyncio.sleep(0.05)
