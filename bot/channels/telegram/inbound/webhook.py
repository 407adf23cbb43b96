"""Updates that Telegram brings: who brings them is checked, they are stored, and only then is 200 said."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from bot.channels.telegram.inbound.updates import chat_of

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
LARGEST = 1_000_000  # bytes; Telegram's updates are far smaller

log = logging.getLogger(__name__)


class Webhook:
    def __init__(self, take: Callable[[Mapping[str, Any]], Awaitable[None]], secret: str) -> None:
        """`secret`: what was given to Telegram with the webhook's address; never empty."""
        if not secret:
            raise ValueError("a webhook needs a secret")
        self._take = take
        self._secret = secret.encode()
        self._turns = Turnstile()

    async def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """The HTTP status to answer with; Telegram brings again what did not get 200."""
        given = next((value for name, value in headers.items() if name.lower() == SECRET_HEADER), "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret):
            return HTTPStatus.UNAUTHORIZED
        if len(body) > LARGEST:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return HTTPStatus.BAD_REQUEST
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return HTTPStatus.BAD_REQUEST
        return await self._store(update)

    async def _store(self, update: Mapping[str, Any]) -> int:
        try:
            async with self._turns.of(chat_of(update)):
                await self._take(update)
        except Exception:  # not stored: Telegram keeps it and brings it again
            log.exception("an update was not stored", extra={"update": update["update_id"]})
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK


class Turnstile:
    """Telegram brings up to forty updates at once; those of one chat go through one by one, as they came."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, chat: str) -> AsyncIterator[None]:
        lock, waiting = self._locks.get(chat, (asyncio.Lock(), 0))
        self._locks[chat] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks.pop(chat)
            if waiting > 1:
                self._locks[chat] = lock, waiting - 1
