"""What strangers, clumsy clients and bad luck may try against the started product, and in vain."""

import asyncio
import json
import re
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.started import Started

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ANSWER_SECONDS = 20
# One of each kind that hides before a slash: spaces, controls, formats, marks of direction, a byte order mark.
HIDING = " \t\n\r\x00\x0b\x1c\x7f\x85\xa0\xad\u180e\u2003\u200b\u200d\u2028\u202e\u2066\u3000\ufeff\U000e0020"
HELLO: dict[str, Any] = {"type": "hello", "token": None, "after": None, "language": "en"}


class Visitor:
    """A client that says anything and notes what it hears."""

    def __init__(self, connection: ClientConnection, welcome: dict[str, Any]) -> None:
        self._socket = connection
        self.token = welcome["token"]
        self.heard: list[dict[str, Any]] = list(welcome["messages"])

    async def send(self, **frame: Any) -> None:
        await self._socket.send(json.dumps(frame))

    async def raw(self, frame: str | bytes) -> dict[str, Any]:
        """Send it as it is; the next frame that comes back."""
        await self._socket.send(frame)
        return await self._next()

    async def say(self, text: str) -> str:
        """The shop's first answer."""
        await self.send(type="say", id=uuid4().hex, text=text)
        return (await self.answer())["text"]  # type: ignore[no-any-return]

    async def answer(self) -> dict[str, Any]:
        return await self.until(lambda frame: frame["type"] == "message" and frame["from"] != "customer")

    async def line_with_buttons(self) -> dict[str, Any]:
        if self.heard[-1].get("buttons"):
            return self.heard[-1]
        return await self.until(lambda frame: frame.get("buttons"))

    async def until(self, wanted: Any) -> dict[str, Any]:
        async with asyncio.timeout(ANSWER_SECONDS):
            while not wanted(frame := await self._next()):
                pass
        return frame

    async def _next(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await self._socket.recv())
        if frame["type"] == "message":
            self.heard.append(frame)
        return frame


@asynccontextmanager
async def visitor(product: Started, token: str | None = None) -> AsyncIterator[Visitor]:
    async with connect(product.socket_url, compression=None) as connection:
        await connection.send(json.dumps(HELLO | {"token": token}))
        yield Visitor(connection, json.loads(await connection.recv()))


def rows(product: Started, query: str, *values: object) -> list[Any]:
    log = sqlite3.connect(f"file:{product.var}/shopdesk.db?mode=ro", uri=True)
    try:
        return log.execute(query, values).fetchall()
    finally:
        log.close()


def logs(product: Started) -> str:
    return "".join(file.read_text(errors="replace") for file in (product.var / "log").iterdir())


async def test_nobody_types_a_command_whatever_stands_before_the_slash(product: Started) -> None:
    """Checked without `neutral` in the engine: Rasa obeys a text whose first letter is a slash, with confidence 1."""
    async with visitor(product) as shopper:
        for char in HIDING:
            await shopper.say(f"{char}/bot_challenge")
    texts = [f"{char}/bot_challenge".replace("\x00", "") for char in HIDING]
    parsed = rows(
        product,
        "SELECT asked.text, json_extract(said.details, '$.parse.intent.confidence') "
        "FROM messages asked JOIN messages said ON said.answers = asked.id "
        "WHERE asked.text LIKE '%/bot_challenge'",
    )

    assert {text for text, _ in parsed} >= set(texts)
    assert all(confidence is None or confidence < 1 for _, confidence in parsed)


async def test_a_press_counts_only_for_a_button_that_this_conversation_was_shown(product: Started) -> None:
    """Checked by `pressed` taking the client's words for a payload where there is no such button.

    The button of another visitor is checked in tests/conversations/test_road.py.
    """
    async with visitor(product) as shopper, visitor(product) as stranger:
        await shopper.say("I want to talk to a person")
        shown = await shopper.line_with_buttons()
        presses = [
            (shown["id"], 0, "/restart"),
            (shown["id"], 99, "\u3000/affirm"),
            (2**53, 0, "shopdesk:back"),
        ]
        for message, button, text in presses:
            await stranger.send(type="press", id=uuid4().hex, message=message, button=button, text=text)
            await stranger.answer()
        own = uuid4().hex
        await shopper.send(type="press", id=own, message=shown["id"], button=0, text="/restart")
        await shopper.until(lambda frame: frame.get("handling") == "bot")

    stored = "SELECT text, json_extract(details, '$.payload') FROM messages WHERE author = 'customer' AND "
    for _, _, text in presses:
        assert (text, None) in rows(product, stored + "text = ?", text)
    assert rows(product, stored + "external_id LIKE ?", f"%:{own}") == [
        ("Back to the assistant", "shopdesk:back")
    ]


async def test_a_forged_token_opens_nobody_elses_conversation(product: Started) -> None:
    async with visitor(product) as shopper:
        await shopper.say("hello")
        name, time, signature = shopper.token.split(".")
    async with visitor(product, shopper.token) as again:
        assert len(again.heard) == 2
    for forged in (f"{name}.{time}.{signature[:-2]}xx", f"{name}.AAAAAA.{signature}", name, "æ.ø.å", "."):
        async with visitor(product, forged) as thief:
            assert thief.heard == []
            assert thief.token.split(".")[0] != name


@pytest.mark.parametrize("length", [2000, 2001, 16_000])
async def test_a_text_of_any_length_is_answered(product: Started, length: int) -> None:
    """Checked without the gateway's limit: the engine's was met, and the customer handed over for nothing."""
    async with visitor(product) as shopper:
        answer = await shopper.say("a " * (length // 2) + "b" * (length % 2))

    assert ("at most 2,000 characters" in answer) == (length > 2000)


FRAMES = [
    "{", "", "null", "[]", "NaN", "[" * 8000, '{"a":' * 2000 + "1" + "}" * 2000, b"\x00\x01",
    '{"type":"say","id":"12345678","text":"\\ud800"}', '{"type":"say","id":"12345678","text":NaN}',
    '{"type":"say","id":"12345678\\n","text":"x"}', '{"type":"say","id":"12345678","text":["x"]}',
    '{"type":"press","id":"12345678","message":1e400,"button":0,"text":"x"}',
    '{"type":"press","id":"12345678","message":' + "9" * 400 + ',"button":0,"text":"x"}',
    '{"type":"press","id":"12345678","message":true,"button":0,"text":"x"}',
]  # fmt: skip


async def test_a_frame_that_makes_no_sense_is_an_error_frame_and_the_talk_goes_on(product: Started) -> None:
    async with visitor(product) as shopper:
        told = [await shopper.raw(frame) for frame in FRAMES]
        answer = await shopper.say("hello")

    assert [(frame["type"], frame["code"]) for frame in told] == [("error", "bad_frame")] * len(FRAMES)
    assert answer
    assert "Traceback" not in logs(product)


OWN = b"POST /desk/api/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
UPGRADE = (
    b"GET /widget/socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)
HEADS = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
    b"POST /desk/api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    b"POST /desk/api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nabcdef",
    b"POST /desk/api/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    OWN + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"POST /desk/api/sign-in HTTP/1.1\r\nHost: localhost\r\nOrigin: http://[\r\nContent-Length: 2\r\n\r\n{}",
    UPGRADE + b"Origin: http://[\r\n\r\n",
    b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /%2e%2e/%2e%2e/bot/settings.py HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\xff\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
]


@pytest.mark.parametrize("head", HEADS, ids=range(len(HEADS)))
def test_a_request_that_makes_no_sense_is_a_4xx_and_no_traceback(product: Started, head: bytes) -> None:
    port = int(product.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(head)
        answer = client.recv(65536)

    assert re.match(rb"HTTP/1\.1 4\d\d ", answer)
    assert "Traceback" not in logs(product)


@pytest.mark.parametrize("path", ["/", "/desk", "/desk/enter?key=x", "/nothing", "/desk/api/queue"])
async def test_every_page_says_what_may_run_in_it_and_keeps_its_address_to_itself(
    product: Started, path: str
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(product.url + path)

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "0.0.0.0", "[", "localhost.evil"])
async def test_a_foreign_name_that_points_here_does_not_open_the_desk(product: Started, host: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{product.url}/desk", headers={"host": host})

    assert answer.status_code == 403


async def test_nothing_that_customers_wrote_stands_in_the_logs_or_metrics(product: Started) -> None:
    """Fails when a log line above debug quotes a message, an e-mail address or an order number."""
    async with visitor(product) as shopper:
        await shopper.say("where is my order 10007?")
        await shopper.say("canary.bird@example.no")
        await shopper.say("My canarysentence: call me at +47 911 22 333, I want a person")
    async with httpx.AsyncClient(trust_env=False) as client:
        told = logs(product) + (await client.get(f"{product.url}/metrics")).text

    assert not re.findall(r"canary|\b(?<!\.)10007\b|911 ?22", told)  # a time may have these digits within


async def test_what_is_kept_is_for_its_owner_only(product: Started) -> None:
    """Checked without the umask: the log and the secret could be read by every user of the machine."""
    open_to_others = [file for file in product.var.rglob("*") if file.stat().st_mode & 0o077]

    assert not open_to_others


async def test_details_of_an_order_come_only_with_proof_and_each_refusal_reads_the_same(
    product: Started,
) -> None:
    refusals = set()
    for number, proof in (("10001", "nobody@example.no"), ("99999", "kari@example.no"), ("10001", "9999")):
        async with visitor(product) as shopper:
            await shopper.say(f"where is my order {number}")
            refusals.add((await shopper.say(proof)).replace(number, "N"))

    assert len(refusals) == 1
    assert "Posten" not in refusals.pop()


async def test_while_rasa_hangs_everybody_hears_of_it_within_one_deadline(product: Started) -> None:
    """Checked by a whole deadline for each in line, though Rasa is stuck: the sixth would wait 48 s."""
    loop = asyncio.get_running_loop()

    async def waits() -> tuple[float, str]:
        async with visitor(product) as shopper:
            began = loop.time()
            await shopper.say("how can I pay?")
            told = await shopper.answer()
            return loop.time() - began, told["text"]

    with product.suspended("rasa"):
        waited = await asyncio.gather(*(waits() for _ in range(6)))
    async with visitor(product) as later:
        assert "card" in (await later.say("how can I pay?")).lower()

    assert max(seconds for seconds, _ in waited) < 13
    assert all("queue" in text for _, text in waited)


async def test_a_log_that_another_program_locks_loses_nobody(product: Started) -> None:
    async with visitor(product) as shopper:
        other = sqlite3.connect(product.var / "shopdesk.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(3, other.rollback)

        assert "card" in (await shopper.say("how can I pay?")).lower()
        other.close()
