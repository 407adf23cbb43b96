"""Updates that Telegram brings."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.channels.telegram.inbound.webhook import LARGEST, Webhook

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "right"}


class Taken:
    def __init__(self) -> None:
        self.updates: list[Mapping[str, Any]] = []
        self.fails = False
        self.slow: set[int] = set()

    async def __call__(self, update: Mapping[str, Any]) -> None:
        if self.fails:
            raise RuntimeError("the database is away")
        if update["update_id"] in self.slow:
            await asyncio.sleep(0.05)
        self.updates.append(update)


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def webhook(taken: Taken) -> Webhook:
    return Webhook(taken, "right")


def body(update_id: int, chat: int = 1) -> bytes:
    return json.dumps({"update_id": update_id, "message": {"chat": {"id": chat}}}).encode()


async def test_what_comes_with_the_secret_is_stored_and_confirmed(webhook: Webhook, taken: Taken) -> None:
    assert await webhook.take(SECRET, body(1)) == 200
    assert [update["update_id"] for update in taken.updates] == [1]


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"Cookie": "right"}])
async def test_without_the_right_secret_nothing_is_looked_at(
    webhook: Webhook, taken: Taken, headers: dict[str, str]
) -> None:
    assert await webhook.take(headers, body(1)) == 401
    assert taken.updates == []


@pytest.mark.parametrize(
    "odd", [b"", b"{", b"[]", b"\xff", b'"x"', b"{}", b'{"update_id": "1"}', b"[" * 200_000]
)
async def test_what_is_no_update_is_refused(webhook: Webhook, odd: bytes) -> None:
    assert await webhook.take(SECRET, odd) == 400


async def test_too_large_a_body_is_refused(webhook: Webhook) -> None:
    assert await webhook.take(SECRET, b" " * (LARGEST + 1)) == 413


async def test_what_could_not_be_stored_is_not_confirmed(webhook: Webhook, taken: Taken) -> None:
    taken.fails = True

    assert await webhook.take(SECRET, body(1)) == 503


async def test_updates_of_one_chat_wait_for_one_another_and_others_do_not(
    webhook: Webhook, taken: Taken
) -> None:
    taken.slow = {1}
    await asyncio.gather(*(webhook.take(SECRET, body(*update)) for update in [(1, 7), (2, 7), (3, 8)]))

    assert [update["update_id"] for update in taken.updates] == [3, 1, 2]
    assert webhook._turns._locks == {}


def test_a_webhook_without_a_secret_cannot_be_made(taken: Taken) -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(taken, "")
