"""Our Telegram channel with a Telegram that somebody else wrote: mockpost, by webhook.

What it leaves out, and only our own fake shows: polling with offsets (its getUpdates confirms nothing), the
webhook's secret and repeated deliveries (it brings each update once, whatever comes back), files and places
(no getFile, no sendLocation), taking a keyboard away, commands and descriptions, limits of length and of rate,
blocked bots, errors of the server. The webhook's secret is put on by the test, as a proxy in front would.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.start import Hook, open_line
from bot.conversations.answers import Answer, HandoffRequest, Reply
from bot.conversations.messages import Author, Button
from bot.conversations.model import Agent
from bot.storage.store import open_store
from tests.fakes.mockpost import Mockpost, mockpost
from tests.fakes.telegram.acts import Acts, text_content
from tests.fakes.telegram.people import Customer
from tests.fakes.telegram.receiving import serving
from tests.fakes.telegram.world import TOKEN, World
from tests.telegram.conftest import Shop

SECRET = "only-telegram-knows"
SECRET_HEADER = "x-telegram-bot-api-secret-token"
LEFT_OUT = ("getFile", "sendLocation", "editMessageReplyMarkup", "setMyCommands", "setMyDescription")
OLA = Agent("ola", "Ola")
PERSON = HandoffRequest(reason="asked", topic="order_status", summary="Wants a person.")


@dataclass
class Front:
    """The shop's address. `secret` is what stands in the header when it is passed on."""

    shop: Shop | None = None
    secret: str | None = SECRET

    async def take(self, request: Request) -> Response:
        assert self.shop is not None
        headers = dict(request.headers) | ({SECRET_HEADER: self.secret} if self.secret else {})
        return Response(status_code=await self.shop.telegram.take(headers, await request.body()))


@dataclass
class Peers:
    shop: Shop
    front: Front
    peer: Mockpost
    kari: Customer
    world: World  # of our own fake, which makes the updates

    async def says(self, text: str) -> dict:
        Acts(self.world).write(self.kari, text_content(text))
        return await self.brings(self.world.updates.ever[-1])

    async def brings(self, update: dict) -> dict:
        assert await self.peer.brings(update) == 200
        await self.shop.lanes.idle()
        return update

    async def sent(self, text: str) -> None:
        """Wait until it went out: a chat gets a message a second."""
        async with asyncio.timeout(20):
            while text not in await self.peer.sent():
                await asyncio.sleep(0.1)


@pytest.fixture
async def peers(tmp_path) -> AsyncIterator[Peers]:
    front, world = Front(), World()
    async with (
        serving(Route("/telegram", front.take, methods=["POST"])) as url,
        mockpost(tmp_path) as peer,
        open_store(f"sqlite:///{tmp_path}/log.db") as store,
        open_line(TOKEN, peer.api) as line,
    ):
        front.shop = Shop(store, line, hook=Hook(f"{url}/telegram", SECRET))
        async with front.shop.polling(), asyncio.timeout(60):
            while not await peer.webhooks():
                await asyncio.sleep(0.05)
            yield Peers(front.shop, front, peer, Customer(4711), world)


async def test_the_channel_sets_its_webhook_and_answers_what_is_brought(peers):
    [hook] = await peers.peer.webhooks()
    await peers.says("where is my order?")

    assert hook["target_url"].endswith("/telegram")
    assert await peers.shop.texts(4711) == ["where is my order?", "bot: where is my order?"]
    assert await peers.peer.sent() == ["bot: where is my order?"]


async def test_without_the_secret_nothing_gets_in(peers):
    peers.front.secret = None
    Acts(peers.world).write(peers.kari, text_content("let me in"))

    assert await peers.peer.brings(peers.world.updates.ever[-1]) == 401
    assert await peers.shop.log(4711) == []


async def test_an_update_that_is_brought_again_is_answered_once(peers):
    update = await peers.says("hello")
    for _ in range(5):
        await peers.brings(update)

    assert await peers.peer.sent() == ["bot: hello"]


async def test_a_button_carries_a_key_and_its_press_reaches_the_bot(peers):
    choice = Reply("Sure?", (Button("Yes", "/affirm"),))
    peers.shop.bot.ready.append(Answer((choice,)))
    await peers.says("cancel it")
    sent = json.loads((await peers.peer.sent())[0])
    [[button]] = sent["reply_markup"]["inline_keyboard"]

    await peers.brings(_press(peers, button["callback_data"]))

    assert (sent["text"], button["text"]) == ("Sure?", "Yes")
    assert "affirm" not in button["callback_data"]
    assert peers.shop.bot.asked[-1].payload == "/affirm"
    assert (await peers.peer.sent())[-1] == "bot: /affirm"


async def test_an_agents_answer_goes_out_and_so_does_its_correction(peers):
    peers.shop.bot.ready.append(Answer((), handoff=PERSON))
    await peers.says("a person please")
    conversation = (await peers.shop.log(4711))[0].conversation_id
    await peers.shop.desk.claim(conversation, OLA)
    await peers.shop.desk.reply(conversation, OLA, "It comes on Mondy", "1")
    await peers.sent("It comes on Mondy")
    await peers.shop.desk.note(conversation, OLA, "the carrier is late again", "2")
    await peers.shop.desk.edit(conversation, OLA, "1", "It comes on Monday", "3")
    await peers.sent("It comes on Monday")

    assert await peers.peer.corrections() == ["It comes on Monday"]
    assert not [it for it in await peers.peer.sent() if "carrier" in it]
    assert Author.AGENT in {it.entry.author for it in await peers.shop.log(4711)}


async def test_a_long_answer_goes_out_in_parts_and_in_order(peers):
    long = " ".join(f"Sentence number {number}." for number in range(400))
    peers.shop.bot.ready.append(Answer((Reply(long),)))
    await peers.says("tell me everything")
    async with asyncio.timeout(20):
        while len(" ".join(await peers.peer.sent())) < len(long):
            await asyncio.sleep(0.1)

    parts = await peers.peer.sent()
    assert len(parts) == 3
    assert " ".join(parts) == long


async def test_what_it_leaves_out_is_still_left_out(tmp_path):
    async with mockpost(tmp_path) as peer, httpx.AsyncClient(trust_env=False) as http:
        answers = {it: (await http.post(f"{peer.api}/bot{TOKEN}/{it}")).status_code for it in LEFT_OUT}

    assert answers == dict.fromkeys(LEFT_OUT, 404)


def _press(peers: Peers, data: str) -> dict:
    query = {
        "id": "9001",
        "from": peers.kari.user(),
        "message": {"message_id": 1000, "date": 1, "chat": peers.kari.chat(), "text": "Sure?"},
        "chat_instance": "1",
        "data": data,
    }
    return {"update_id": 99, "callback_query": query}
