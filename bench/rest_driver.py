"""Customers of stock Rasa, over its REST channel."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

import httpx

from bench.customer import PATIENCE, NoAnswer, say_all
from bench.turn import Talk, Turn


class RestDriver:
    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"

    async def talk(self, talks: Sequence[Talk]) -> list[list[Turn]]:
        async with AsyncExitStack() as clients:
            # One for each customer, so that each keeps its own connection.
            opened = [httpx.AsyncClient(trust_env=False, timeout=PATIENCE + 1) for _ in talks]
            lines = [
                RestLine(await clients.enter_async_context(client), self._url, talk.customer)
                for client, talk in zip(opened, talks, strict=True)
            ]
            return await asyncio.gather(
                *(say_all(line, talk.texts) for line, talk in zip(lines, talks, strict=True))
            )


class RestLine:
    def __init__(self, client: httpx.AsyncClient, url: str, customer: str) -> None:
        self._client = client
        self._url = url
        self._customer = customer

    async def ask(self, text: str) -> float:
        """The channel answers once, with all lines."""
        try:
            response = await self._client.post(self._url, json={"sender": self._customer, "message": text})
        except httpx.HTTPError as failure:
            raise NoAnswer(type(failure).__name__) from failure
        answered = time.monotonic()
        if response.status_code != httpx.codes.OK:
            raise NoAnswer(f"HTTP {response.status_code}")
        if not response.json():
            raise NoAnswer("empty answer")
        return answered
