"""The desk's live socket on a real server: who may listen, what comes, what is refused."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bot.conversations.live import DESK
from bot.web.server import serving
from tests.desk.conftest import Shop, act


@pytest.fixture
async def port(shop: Shop) -> AsyncIterator[int]:
    async with serving(shop.app, "127.0.0.1", 0) as number:
        yield number


async def badge(shop: Shop, name: str = "Kari") -> str:
    agent = await shop.agent(name)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in agent.cookies.jar)


def line(port: int, cookie: str = "", *, origin: str | None = "", host: str = "") -> connect:
    own = f"http://{host or '127.0.0.1'}:{port}"
    headers = {"cookie": cookie} if cookie else {}
    uri = f"ws://{host or '127.0.0.1'}:{port}/desk/live"
    return connect(uri, origin=own if origin == "" else origin, additional_headers=headers, host="127.0.0.1")


async def closed_with(socket: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed) as closing:
        await asyncio.wait_for(socket.recv(), 3)
    return closing.value.rcvd.code if closing.value.rcvd else 0


async def soon(socket: ClientConnection) -> bool:
    try:
        return bool(await asyncio.wait_for(socket.recv(), 0.8))
    except TimeoutError:
        return False


async def test_every_change_is_hinted_at_and_carries_nothing(shop: Shop, port: int) -> None:
    async with line(port, await badge(shop)) as socket:
        await asyncio.sleep(0.1)
        await shop.asks_about_order()

        frame = await asyncio.wait_for(socket.recv(), 3)

    assert json.loads(frame) == {"hint": "news"}


async def test_many_changes_at_once_are_few_hints(shop: Shop, port: int) -> None:
    """Mutation: no pause between hints."""
    frames = 0
    async with line(port, await badge(shop)) as socket:
        await asyncio.sleep(0.1)
        for _ in range(100):
            shop.live.notify(DESK)
            await asyncio.sleep(0.005)
        while await soon(socket):
            frames += 1

    assert 1 <= frames <= 20


async def test_without_a_badge_the_line_is_closed_with_its_own_code(shop: Shop, port: int) -> None:
    async with line(port) as socket:
        assert await closed_with(socket) == 4401


@pytest.mark.parametrize("origin", ["http://evil.example", None])
async def test_another_sites_page_cannot_open_the_line(shop: Shop, port: int, origin: str | None) -> None:
    """Mutation: a guard for HTTP only."""
    with pytest.raises(InvalidStatus) as refused:
        async with line(port, await badge(shop), origin=origin):
            pass

    assert refused.value.response.status_code == 403


async def test_a_foreign_name_for_this_machine_cannot_open_the_line(shop: Shop, port: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with line(port, await badge(shop), host="evil.example"):
            pass

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "frame", ["", "{", "null", "[" * 5000, '{"conversation": "1", "typing": true}', b"\x00", "x" * 3000]
)
async def test_a_malformed_frame_closes_the_line_and_nothing_else(
    shop: Shop, port: int, frame: str | bytes
) -> None:
    """Mutation: no guard around reading the frame; the server logs a traceback and says 1011 or 1006."""
    async with line(port, await badge(shop)) as socket:
        await socket.send(frame)

        assert await closed_with(socket) == 1008


async def test_typing_into_a_conversation_that_is_not_there_changes_nothing(shop: Shop, port: int) -> None:
    async with line(port, await badge(shop)) as socket:
        await socket.send('{"conversation": 9223372036854775807, "typing": true}')
        await asyncio.sleep(0.3)
        shop.live.notify(DESK)

        assert json.loads(await asyncio.wait_for(socket.recv(), 3)) == {"hint": "news"}


async def test_a_left_line_is_forgotten(shop: Shop, port: int) -> None:
    """Mutation: a socket that does not end its watch when the page goes."""
    async with line(port, await badge(shop)):
        await asyncio.sleep(0.1)
        watched = len(shop.live._watches.get(DESK, ()))
    await asyncio.sleep(0.3)

    assert watched == 1
    assert not shop.live._watches.get(DESK)


async def test_a_colleagues_command_is_hinted_at(shop: Shop, port: int) -> None:
    number = await shop.asks_about_order()
    ola = await shop.agent("Ola")
    async with line(port, await badge(shop)) as socket:
        await asyncio.sleep(0.1)
        await act(ola, number, "claim")

        assert json.loads(await asyncio.wait_for(socket.recv(), 3)) == {"hint": "news"}
