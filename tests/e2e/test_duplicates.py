"""10,000 deliveries of 500 messages over 8 connections: 500 rows and 500 answers."""

import asyncio
import json
import random
import sqlite3
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.started import Started

CONNECTIONS, MESSAGES, DELIVERIES = 8, 500, 10_000

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


async def test_ten_thousand_deliveries_are_as_many_rows_and_answers_as_there_are_messages(
    product: Started,
) -> None:
    """Checked without UNIQUE(channel, external_id): 7,000 rows, and connections that choke on their own lines."""
    token = (await _hello(product, None))["token"]
    ids = [uuid4().hex for _ in range(MESSAGES)]
    dice = random.Random(1)
    deliveries = ids * (DELIVERIES // MESSAGES)
    dice.shuffle(deliveries)
    shares = [deliveries[n::CONNECTIONS] for n in range(CONNECTIONS)]

    acks = await asyncio.gather(*(_deliver(product, token, share) for share in shares))

    assert sum(acks) == DELIVERIES
    lines = await _whole_log(product, ids)
    answers = [line for line in lines if line["author"] != "customer"]
    assert sorted(line["client_id"] for line in lines if line["author"] == "customer") == sorted(ids)
    assert len({line["answers"] for line in answers}) == MESSAGES
    # Who repeats a question is offered a person once, besides the answer.
    assert len({(line["answers"], line["text"]) for line in answers}) == len(answers) <= MESSAGES + 1


async def _hello(product: Started, token: str | None) -> dict[str, Any]:
    async with connect(product.socket_url) as socket:
        return await _welcome(socket, token)


async def _welcome(socket: ClientConnection, token: str | None) -> dict[str, Any]:
    await socket.send(json.dumps({"type": "hello", "token": token, "after": None, "language": "en"}))
    return json.loads(await socket.recv())  # type: ignore[no-any-return]


async def _deliver(product: Started, token: str, ids: list[str]) -> int:
    """Send all, count the acknowledgements."""
    # Pings of its own would wait behind its thousand messages, on a busy machine too long.
    async with connect(product.socket_url, compression=None, ping_interval=None) as socket:
        await _welcome(socket, token)

        async def send() -> None:
            for client_id in ids:
                await socket.send(json.dumps({"type": "say", "id": client_id, "text": "how can I pay?"}))

        sending = asyncio.create_task(send())
        acks = 0
        async for raw in socket:
            acks += json.loads(raw)["type"] == "ack"
            if acks == len(ids):
                break
        await sending
    return acks


async def _whole_log(product: Started, ids: list[str]) -> list[dict[str, Any]]:
    """Wait until nothing is unanswered, then read the rows themselves."""
    log = sqlite3.connect(f"file:{product.var}/shopdesk.db?mode=ro", uri=True)
    try:
        for _ in range(1200):
            if not log.execute("SELECT count(*) FROM unanswered").fetchone()[0]:
                break
            await asyncio.sleep(0.1)
        place = "author, substr(external_id, instr(external_id, ':') + 1), answers, text"
        conversation = "SELECT conversation_id FROM messages WHERE external_id LIKE '%:' || ?"
        number = log.execute(conversation, (ids[0],)).fetchone()[0]
        rows = log.execute(f"SELECT {place} FROM messages WHERE conversation_id = ?", (number,)).fetchall()
    finally:
        log.close()
    return [dict(zip(("author", "client_id", "answers", "text"), row, strict=True)) for row in rows]
