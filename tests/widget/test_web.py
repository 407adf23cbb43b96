"""Health, metrics, headers, files, and what the server does with clients that mean no good."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import httpx
import pytest
from starlette.requests import Request
from starlette.routing import Route

from bot.channels.file_links import FileLinks
from bot.conversations.messages import FileKind
from bot.web.app import build_web_app
from bot.web.clients import Clients
from bot.web.platforms import LARGEST, slack_route, telegram_route
from bot.web.server import HttpProtocol, serving


@pytest.fixture
async def web(shop) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=shop.url, trust_env=False) as client:
        yield client


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


async def _broken() -> bool:
    raise OSError("no such host")


async def _stuck() -> bool:
    await asyncio.sleep(60)
    return True


async def test_live_says_that_the_process_answers_whatever_else_is_down(shop, web):
    shop.checks["database"] = _no

    assert (await web.get("/health/live")).status_code == 200


@pytest.mark.parametrize(("check", "status"), [(_yes, 200), (_no, 503), (_broken, 503), (_stuck, 503)])
async def test_ready_names_what_is_missing(shop, web, check, status):
    shop.checks.update(database=_yes, dialogue=check)
    answer = await web.get("/health/ready")

    assert answer.status_code == status
    assert answer.json()["checks"] == {"database": "ok", "dialogue": "ok" if status == 200 else "failed"}


async def test_metrics_count_sockets_and_messages(shop, web):
    async with shop.visit() as visitor:
        await visitor.say("hello", "12345678")
        await visitor.next("ack")
        told = (await web.get("/metrics")).text

    assert "shopdesk_widget_sockets 1.0" in told
    assert 'shopdesk_widget_messages_total{kind="new"} 1.0' in told


async def test_metrics_are_not_for_those_whom_a_proxy_on_this_machine_passes_on(web):
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert (await web.get("/metrics", headers={header: "203.0.113.9"})).status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/widget.js", "/demo.css", "/health/live", "/metrics", "/nothing-here"]
)
async def test_every_answer_carries_the_security_headers(web, path):
    headers = (await web.get(path)).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


async def test_the_script_may_be_loaded_from_other_sites_and_is_compressed_once(web):
    answer = await web.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    again = await web.get("/widget.js", headers={"If-None-Match": answer.headers["etag"]})
    plain = await web.get("/widget.js", headers={"Accept-Encoding": "identity"})

    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(gzip.compress(plain.content, 9, mtime=0))
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.text == plain.text
    assert again.status_code == 304


async def test_the_wrong_method_is_a_4xx(web):
    assert (await web.post("/widget.js", content=b"x" * 100)).status_code == 405


async def test_what_breaks_inside_is_told_without_its_details():
    async def broken(_: Request) -> None:
        raise RuntimeError("secret detail")

    web = build_web_app([Route("/", broken)])
    async with serving(web, "127.0.0.1", 0) as port, httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/")

    assert answer.status_code == 500
    assert "secret" not in answer.text


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: ", b"GET /widget/socket HT"])
async def test_who_never_ends_a_request_s_head_is_dropped(shop, monkeypatch, sent):
    monkeypatch.setattr(HttpProtocol, "header_seconds", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
    writer.write(sent)
    async with asyncio.timeout(3):
        assert await _rest(reader) == b""
    writer.close()


async def test_a_slow_second_request_on_a_kept_connection_is_dropped_too(shop, monkeypatch):
    monkeypatch.setattr(HttpProtocol, "header_seconds", 0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
    writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b'{"status":"ok"}')
    writer.write(b"GET /health/live HTTP/1.1\r\nHo")
    async with asyncio.timeout(3):
        assert await _rest(reader) == b""
    writer.close()


async def test_a_socket_outlives_the_time_for_a_request_s_head(shop, monkeypatch):
    monkeypatch.setattr(HttpProtocol, "header_seconds", 0.3)
    async with shop.visit() as visitor:
        await asyncio.sleep(0.6)
        await visitor.say("hello", "12345678")

        assert await visitor.next("ack")


async def test_a_head_beyond_16_kb_is_refused(shop):
    reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + b"x" * 40_000)
    async with asyncio.timeout(3):
        assert b" 400 " in await _rest(reader)
    writer.close()


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


async def test_a_taken_port_is_an_error_that_the_caller_sees(shop):
    with pytest.raises(OSError, match="in use"):
        async with serving(build_web_app([]), "127.0.0.1", shop.port):
            pass


def _request(peer: str, forwarded: str | None = None) -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


def test_a_forwarded_address_counts_only_from_a_trusted_proxy():
    clients = Clients(["10.0.0.0/8"])

    assert clients.address(_request("203.0.113.9", "198.51.100.1")) == "203.0.113.9"
    assert clients.address(_request("10.0.0.1", "198.51.100.1")) == "198.51.100.1"
    assert clients.address(_request("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2")) == "198.51.100.1"


def test_limits_count_an_ipv6_customer_by_the_network_that_was_given_to_them():
    clients = Clients()

    assert clients.network(_request("2001:db8:1:2:3::4")) == clients.network(_request("2001:db8:1:2:9::9"))
    assert clients.network(_request("2001:db8:1:2::1")) != clients.network(_request("2001:db8:1:3::1"))
    assert clients.network(_request("::ffff:203.0.113.9")) == "203.0.113.9"


async def test_answers_on_a_kept_connection_do_not_wait_for_the_client_s_acknowledgement(shop, web):
    """Fails when the listening socket does not name its protocol: Nagle's algorithm then adds 40 ms to each."""
    times = []
    for _ in range(15):
        began = time.perf_counter()
        await web.get("/health/live")
        times.append(time.perf_counter() - began)

    assert min(times[1:]) < 0.03


PNG = b"\x89PNG\r\n\x1a\n"


async def _kept(shop, name: str, media_type: str, content: bytes | None) -> str:
    """The key of a file in a conversation."""
    async with shop.visit() as visitor:
        await visitor.say("hello", "12345678")
        await visitor.next("ack")
        conversation = await shop.conversation_of(visitor)
    line = await shop.writes(conversation, "", files=((FileKind.PHOTO, name, media_type, content),))
    return line.entry.files[0].key


async def test_a_picture_opens_in_the_page_under_its_signed_link(shop, web):
    answer = await web.get(shop.links.path(await _kept(shop, "lue.png", "image/png", PNG)))

    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"].startswith("private")


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", "text/plain"])
async def test_what_could_run_in_a_page_is_only_ever_saved(shop, web, media_type):
    key = await _kept(shop, 'a "b"; æ.html', media_type, b"<script>alert(1)</script>")
    headers = (await web.get(shop.links.path(key))).headers

    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''a%20%22b%22%3B%20%C3%A6.html"
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_forged_or_old_link_opens_nothing(shop, web):
    key = await _kept(shop, "lue.png", "image/png", PNG)
    good = shop.links.path(key)
    old = FileLinks("secret of the tests", valid=timedelta(seconds=-1))
    tokens = [key, good.removeprefix("/files/")[:-1] + "!", "%00", "x" * 3000]
    bad = [f"/files/{token}" for token in tokens] + [FileLinks("another secret").path(key)]

    assert old.key(good.removeprefix("/files/")) is None
    assert [(await web.get(path)).status_code for path in bad] == [404] * len(bad)
    assert (await web.get(shop.links.path("no such key"))).status_code == 404


async def test_a_file_that_is_still_on_its_way_is_waited_for(shop, web):
    key = await _kept(shop, "lue.png", "image/png", None)
    opening = asyncio.create_task(web.get(shop.links.path(key)))
    await asyncio.sleep(0.3)
    async with shop.store.transaction() as ledger:
        await ledger.keep_file(key, PNG)

    assert (await opening).content == PNG


async def test_a_file_that_does_not_come_is_told_apart_from_one_that_never_will(shop, web):
    await shop.stop()
    shop.file_patience = 0.1
    await shop.start()
    key = await _kept(shop, "lue.png", "image/png", None)
    async with httpx.AsyncClient(base_url=shop.url, trust_env=False) as client:
        late = await client.get(shop.links.path(key))
        async with shop.store.transaction() as ledger:
            await ledger.lose_file(key, "it is empty")
        never = await client.get(shop.links.path(key))

    assert (late.status_code, late.headers["retry-after"], never.status_code) == (503, "5", 404)


class Platforms:
    """Stands behind both doors and remembers what came through."""

    def __init__(self) -> None:
        self.came: list[tuple[str | None, bytes]] = []
        self.status = 200

    async def telegram(self, headers: Mapping[str, str], body: bytes) -> int:
        self.came.append((headers.get("X-Telegram-Bot-Api-Secret-Token"), body))
        return self.status

    async def slack(self, headers: Mapping[str, str], body: bytes) -> tuple[int, Mapping[str, str], str]:
        self.came.append((headers.get("X-Slack-Signature"), body))
        return self.status, {"X-Slack-No-Retry": "1"}, "challenge"


@pytest.fixture
async def doors() -> AsyncIterator[tuple[Platforms, httpx.AsyncClient]]:
    platforms = Platforms()
    app = build_web_app([telegram_route(platforms.telegram), slack_route(platforms.slack)])
    async with (
        serving(app, "127.0.0.1", 0) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        yield platforms, client


@pytest.mark.parametrize("status", [200, 400, 401, 503])
async def test_telegram_and_slack_get_the_status_they_are_to_get(doors, status):
    platforms, client = doors
    platforms.status = status
    telegram = await client.post(
        "/telegram", content=b"{}", headers={"X-Telegram-Bot-Api-Secret-Token": "s3"}
    )
    slack = await client.post("/slack", content=b"a=1", headers={"X-Slack-Signature": "v0=1"})

    assert platforms.came == [("s3", b"{}"), ("v0=1", b"a=1")]
    assert (telegram.status_code, telegram.content) == (status, b"")
    assert (slack.status_code, slack.text) == (status, "challenge")
    assert slack.headers["x-slack-no-retry"] == "1"


@pytest.mark.parametrize("door", ["/telegram", "/slack"])
async def test_a_body_beyond_the_limit_is_refused_and_not_handed_on(doors, door):
    platforms, client = doors

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 50_000 + 1):
            yield b"x" * 50_000

    assert (await client.post(door, content=b"x" * (LARGEST + 1))).status_code == 413
    assert (await client.post(door, content=endless())).status_code == 413
    assert platforms.came == []
    assert (await client.post(door, content=b"x" * LARGEST)).status_code == 200


@pytest.mark.parametrize("door", ["/telegram", "/slack"])
async def test_the_doors_of_platforms_take_only_posts(doors, door):
    platforms, client = doors

    assert [(await client.request(method, door)).status_code for method in ("GET", "PUT", "DELETE")] == [
        405
    ] * 3
    assert platforms.came == []


async def test_a_body_that_broke_off_is_not_handed_on(doors):
    platforms, client = doors
    _, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
    writer.write(b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{half")
    await writer.drain()
    await asyncio.sleep(0.1)
    writer.close()
    await asyncio.sleep(0.2)

    assert platforms.came == []


async def test_a_visitor_reads_a_copy_of_the_own_conversation_and_nobody_else_does(shop, web):
    """Fails when the page is given without the token, or to a token of somebody else."""
    async with shop.visit() as anna, shop.visit() as ola:
        await anna.say("anna's words", "m-000001")
        await anna.next("message", lambda line: line["from"] == "bot")
        copy = await web.post("/widget/transcript", data={"token": anna.token})
        others = await web.post("/widget/transcript", data={"token": ola.token})

    assert copy.status_code == 200
    assert "anna&#x27;s words" in copy.text
    assert copy.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in copy.headers["content-security-policy"]
    assert others.status_code == 404
    for asked in ({}, {"token": "forged"}, {"token": anna.token + "x"}):
        assert (await web.post("/widget/transcript", data=asked)).status_code == 404
    assert (await web.get("/widget/transcript", params={"token": anna.token})).status_code == 405


async def test_copies_are_limited_in_size_of_request_and_number(shop, web):
    assert (await web.post("/widget/transcript", content=b"token=" + b"x" * 3000)).status_code == 413

    answers = [await web.post("/widget/transcript", data={"token": "x"}) for _ in range(10)]

    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
