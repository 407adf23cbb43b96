"""Rasa is made to forget by a chore, which waits while one of its processes is away."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.conversations.errors import ChannelBusy
from bot.conversations.tickets import Chore, ChoreKind
from bot.dialogue.memory import RasaMemory

CHORE = Chore(1, 17, "engine", ChoreKind.ERASE, 17, datetime.now(UTC))


class Process:
    """One Rasa with its own trackers."""

    def __init__(self, sessions: dict[str, list[Any]]) -> None:
        self.sessions = sessions
        self.status = 200

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/webhooks/shopdesk/recall", self._recall)
        app.router.add_post("/webhooks/shopdesk/forget", self._forget)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def _recall(self, request: web.Request) -> web.Response:
        assert await request.json() == {"conversation": "17"}
        return web.json_response({"sessions": self.sessions}, status=self.status)

    async def _forget(self, request: web.Request) -> web.Response:
        assert await request.json() == {"conversation": "17"}
        if self.status == 200:
            self.sessions.clear()
        return web.json_response({"forgotten": 1}, status=self.status)


@pytest.fixture
async def processes() -> AsyncIterator[list[Process]]:
    started = [Process({"17.0": ["a"]}), Process({"17.1": ["b"]})]
    for process in started:
        await process.start()
    yield started
    for process in started:
        await process.runner.cleanup()


async def test_every_process_is_asked_for_what_it_remembers(processes: list[Process]) -> None:
    async with aiohttp.ClientSession() as client:
        memory = RasaMemory([process.url for process in processes], client)

        assert await memory.recall(17) == {"17.0": ["a"], "17.1": ["b"]}
        await memory.show(CHORE)

    assert [process.sessions for process in processes] == [{}, {}]


async def test_a_process_that_fails_or_is_away_is_asked_again_later(processes: list[Process]) -> None:
    """Fails when a refusal counts as done."""
    urls = [process.url for process in processes]
    async with aiohttp.ClientSession() as client:
        memory = RasaMemory(urls, client)
        processes[1].status = 503
        with pytest.raises(ChannelBusy):
            await memory.show(CHORE)
        await processes[1].runner.cleanup()
        with pytest.raises(ChannelBusy):
            await memory.show(CHORE)
