"""Who comes to the desk, and who does not."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.conversations.model import Agent
from bot.desk.badges import Badges, agent_named
from bot.desk.links import OneTimeLinks
from tests.desk.conftest import HERE, SECRET, Shop, act, words

PASSWORD = "correct horse battery"
SIGN_IN = "/desk/api/sign-in"


def key_of(path: str) -> str:
    return path.partition("key=")[2]


async def tries(browser: httpx.AsyncClient, password: str, name: str = "Kari") -> httpx.Response:
    return await browser.post(SIGN_IN, json={"name": name, "password": password})


async def test_a_link_lets_one_agent_in_once_and_nobody_after(shop: Shop) -> None:
    """Mutation: `use` that keeps the key lets the second one in."""
    body = {"name": "Kari", "key": key_of(shop.links.mint())}

    first = await shop.browser().post(SIGN_IN, json=body)
    second = await shop.browser().post(SIGN_IN, json=body)

    assert first.status_code == 200
    assert second.status_code == 403
    assert "used before" in second.json()["error"]
    assert "set-cookie" not in second.headers


async def test_looking_at_a_link_does_not_use_it_up(shop: Shop) -> None:
    """Mutation: `opens` that removes the key."""
    path = shop.links.mint()
    browser = shop.browser()

    assert (await browser.get(path)).status_code == 200
    assert (await browser.get(f"/desk/api/me?key={key_of(path)}")).json()["link_opens"] is True
    assert (await browser.post(SIGN_IN, json={"name": "", "key": key_of(path)})).status_code == 422
    assert (await browser.post(SIGN_IN, json={"name": "Kari", "key": key_of(path)})).status_code == 200


async def test_a_link_is_dead_after_a_day(shop: Shop) -> None:
    """Mutation: no comparison with the clock."""
    body = {"name": "Kari", "key": key_of(shop.links.mint())}
    shop.clock.advance(hours=24)

    answer = await shop.browser().post(SIGN_IN, json=body)

    assert answer.status_code == 403


def test_links_hold_256_bits_and_are_not_kept_readable(shop: Shop) -> None:
    links = OneTimeLinks(shop.clock)

    keys = {key_of(links.mint()) for _ in range(50)}

    assert len(keys) == 50
    assert all(len(key) >= 43 for key in keys)
    assert not any(key in repr(vars(links)) for key in keys)


async def test_the_cookie_is_kept_from_scripts_and_other_sites(shop: Shop) -> None:
    """Mutation: dropping any of the cookie's attributes."""
    body = {"name": "Kari", "key": key_of(shop.links.mint())}

    cookie = (await shop.browser().post(SIGN_IN, json=body)).headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/desk" in cookie
    assert "max-age=43200" in cookie
    assert "secure" not in cookie  # plain http on this machine


async def test_behind_tls_the_cookie_never_travels_in_the_clear(shop: Shop) -> None:
    shop.password = PASSWORD
    shop.open_desk()

    cookie = (await tries(shop.browser("https://desk.varde.example", "10.0.0.9"), PASSWORD)).headers[
        "set-cookie"
    ]

    assert "secure" in cookie.lower()


def test_a_badge_is_forged_or_outlived_in_vain() -> None:
    """Mutation: reading without checking signature or age."""
    kari = Agent("web:kari", "Kari")
    badges = Badges(SECRET, None)
    badge = badges.issue(kari)

    assert badges.read(badge) == kari
    assert badges.read(badge[:-2] + "xx") is None
    assert badges.read("") is None
    assert Badges("another secret entirely, just as long", None).read(badge) is None
    assert Badges(SECRET, None, valid=timedelta(seconds=-1)).read(badge) is None


def test_a_new_password_ends_every_earlier_sign_in() -> None:
    """Mutation: a signing key without the password in it."""
    badge = Badges(SECRET, "the old password").issue(Agent("web:kari", "Kari"))

    assert Badges(SECRET, "the new password").read(badge) is None


def test_one_name_is_one_agent_however_it_is_typed() -> None:
    assert agent_named("  kari   NORDMANN ").id == agent_named("Kari Nordmann").id
    assert agent_named("Kari").id != agent_named("Karin").id


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\u202eb", "a\u0000b", "\u200b"])
async def test_a_name_that_cannot_be_shown_is_refused(shop: Shop, name: str) -> None:
    body = {"name": name, "key": key_of(shop.links.mint())}

    answer = await shop.browser().post(SIGN_IN, json=body)

    assert answer.status_code == 422


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1"])
async def test_without_a_password_this_machine_is_let_in_by_its_own_name(shop: Shop, host: str) -> None:
    assert (await shop.browser(f"http://{host}").get("/desk")).status_code == 200


@pytest.mark.parametrize(
    ("peer", "host", "headers"),
    [
        ("192.168.1.7", "localhost:8080", {}),  # another machine
        ("127.0.0.1", "evil.example:8080", {}),  # a foreign name that points here: DNS rebinding
        ("127.0.0.1", "localhost.evil.example", {}),
        ("127.0.0.1", "127.0.0.1.evil.example", {}),
        ("127.0.0.1", "localhost:8080", {"x-forwarded-for": "203.0.113.5"}),  # passed on by a proxy
    ],
)
async def test_without_a_password_nobody_else_is_let_in(
    shop: Shop, peer: str, host: str, headers: dict[str, str]
) -> None:
    """Mutation: a door that leaves out any of address, name and proxy lets one of these in."""
    browser = shop.browser(f"http://{host}", peer)
    key = key_of(shop.links.mint())

    page = await browser.get("/desk", headers=headers)
    sign_in = await browser.post(SIGN_IN, json={"name": "Eve", "key": key}, headers=headers)

    assert page.status_code == 403
    assert "SHOPDESK_DESK_PASSWORD" in page.text
    assert sign_in.status_code == 403


async def test_with_a_password_other_machines_are_let_in_by_it_alone(shop: Shop) -> None:
    """Mutation: comparing with anything but the whole password."""
    shop.password = PASSWORD
    shop.open_desk()
    browser = shop.browser("http://desk.varde.example", "192.168.1.7")

    assert (await browser.get("/desk")).status_code == 200
    assert (await browser.get("/desk/api/queue")).status_code == 401
    assert (await tries(browser, PASSWORD[:-1])).status_code == 403
    assert (await tries(browser, "")).status_code == 403
    assert (await tries(browser, PASSWORD)).status_code == 200
    assert (await browser.get("/desk/api/queue")).status_code == 200


async def test_without_a_password_set_no_password_opens(shop: Shop) -> None:
    for password in ("", "None", "null"):
        assert (await tries(shop.browser(), password)).status_code == 403


async def test_five_wrong_passwords_a_minute_and_then_a_wait_for_that_address_only(shop: Shop) -> None:
    """Mutation: no count, or one count for everybody."""
    shop.password = PASSWORD
    shop.open_desk()
    eve, ola = shop.browser(peer="203.0.113.5"), shop.browser(peer="203.0.113.6")

    wrong = [(await tries(eve, f"guess number {n}")).status_code for n in range(5)]
    held = await tries(eve, PASSWORD)
    other = await tries(ola, PASSWORD)
    shop.clock.advance(seconds=61)
    later = await tries(eve, PASSWORD)

    assert wrong == [403] * 5
    assert held.status_code == 429
    assert "wait" in held.json()["error"]
    assert 0 < int(held.headers["retry-after"]) <= 61
    assert other.status_code == 200
    assert later.status_code == 200


async def test_who_signed_out_is_out(shop: Shop) -> None:
    kari = await shop.agent("Kari")

    await kari.post("/desk/api/sign-out", json={})

    assert (await kari.get("/desk/api/queue")).status_code == 401


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://localhost:9999", "http://[", "file://localhost:8080", None],
)
async def test_another_sites_page_cannot_make_an_agent_act(shop: Shop, origin: str | None) -> None:
    """Mutation: a guard that does not read Origin, or lets a missing one pass."""
    number = await shop.asks_about_order()
    kari = await shop.agent("Kari")
    del kari.headers["origin"]

    answer = await kari.post(
        f"{HERE}/desk/api/conversations/{number}/claim", json={}, headers={"origin": origin} if origin else {}
    )

    assert answer.status_code == 403
    assert (await shop.conversation()).agent is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/desk/api/queue"),
        ("GET", "/desk/api/conversations/1"),
        ("POST", "/desk/api/links"),
        *[
            ("POST", f"/desk/api/conversations/1/{name}")
            for name in ("claim", "hand-back", "close", "answered")
        ],
    ],
)
async def test_strangers_read_nothing_and_do_nothing(shop: Shop, method: str, path: str) -> None:
    """Mutation: an endpoint without `require_agent`."""
    await shop.asks_about_order()

    answer = await shop.browser().request(method, path, json={} if method == "POST" else None)

    assert answer.status_code == 401


@pytest.mark.parametrize(("then", "status"), [("disconnect", 400), ("nothing", 408)])
async def test_a_body_that_never_ends_is_no_fault_of_ours_and_holds_nothing(
    shop: Shop,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    then: str,
    status: int,
) -> None:
    """Mutation: `ClientDisconnect` passes through, a traceback for each; or the rest is waited for without end."""
    monkeypatch.setattr("bot.web.desk_bodies.BODY_SECONDS", 0.1)
    head = {"host": "localhost:8080", "origin": HERE, "content-type": "application/json"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/desk/api/sign-in",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in head.items()],
        "client": ("127.0.0.1", 50123),
    }
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60 if then == "nothing" else 0)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message)

    async with asyncio.timeout(5):
        await shop.app(scope, receive, send)

    assert told[0]["status"] == status
    assert caplog.messages == []


async def test_strangers_write_nothing(shop: Shop) -> None:
    number = await shop.asks_about_order()

    assert (await act(shop.browser(), number, "reply", words("hei"))).status_code == 401
    assert (await act(shop.browser(), number, "note", words("hei"))).status_code == 401


async def test_an_agent_can_make_a_link_for_a_colleague(shop: Shop) -> None:
    kari = await shop.agent("Kari")

    path = (await kari.post("/desk/api/links", json={})).json()["path"]
    answer = await shop.browser().post(SIGN_IN, json={"name": "Ola", "key": key_of(path)})

    assert answer.status_code == 200
