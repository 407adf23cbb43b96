"""Health, metrics, headers, files, and what the server does with clients that mean no good."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.routing import Route

from bot.web.app import build_web_app
from bot.web.clients import Clients
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
