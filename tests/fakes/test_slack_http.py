"""The fake over HTTP: signed requests that Bolt accepts, retries with their headers, and Slack's challenge."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.fakes.slack.apps import bolt_app, web_client
from tests.fakes.slack.control import ControlRefused
from tests.fakes.slack.server import FakeSlack, fake_slack

BUTTON = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Take it"}}
CARD = [{"type": "actions", "block_id": "controls", "elements": [BUTTON]}]


@dataclass
class Gate:
    """The app's own server; it can fail on purpose and keeps each request's headers."""

    app: AsyncApp
    url: str = ""
    failures: int = 0
    headers: list[dict[str, str]] = field(default_factory=list)

    async def handle(self, request: Request) -> Response:
        self.headers.append(dict(request.headers))
        if self.failures:
            self.failures -= 1
            return PlainTextResponse("no", 500)
        return await AsyncSlackRequestHandler(self.app).handle(request)


@contextlib.asynccontextmanager
async def serving(app: AsyncApp) -> AsyncIterator[Gate]:
    gate = Gate(app)
    routes = [Route("/slack/events", gate.handle, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), port=0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    gate.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/slack/events"
    yield gate
    server.should_exit = True
    await task


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as running:
        await running.control.timing(acknowledge=0.3)
        yield running


@pytest.fixture
async def kari(slack: FakeSlack) -> str:
    return await slack.control.add_person("Kari")


@pytest.fixture
async def desk(slack: FakeSlack, kari: str) -> str:
    return await slack.control.add_channel("desk", members=[kari])


async def test_events_buttons_and_commands_pass_bolts_signature_check(slack, kari, desk):
    app, heard = bolt_app(slack), []

    @app.event("message")
    async def message(event):
        heard.append(event["text"])

    @app.action("claim")
    async def claim(ack, body, respond):
        await ack()
        heard.append(body["type"])
        await respond("claimed")

    @app.command("/shopdesk")
    async def shopdesk(ack, command):
        await ack({"text": f"you asked for {command['text']}"})

    async with serving(app) as gate:
        await slack.control.use_http(gate.url)
        card = await web_client(slack).chat_postMessage(channel=desk, text="Card", blocks=CARD)
        await slack.control.post(kari, desk, "hello")
        await slack.control.settled()
        pressed = await slack.control.press(kari, desk, card["ts"], "claim")
        asked = await slack.control.command(kari, desk, "/shopdesk queue")
        await asyncio.sleep(0.1)

    assert pressed.acknowledged
    assert asked.answer == {"text": "you asked for queue"}
    assert heard == ["hello", "block_actions"]
    whispers = [each["message"]["text"] for each in await slack.control.ephemerals(kari)]
    assert sorted(whispers) == ["claimed", "you asked for queue"]


async def test_another_secret_fails_the_challenge(slack):
    app = AsyncApp(client=web_client(slack), signing_secret="another")
    async with serving(app) as gate:
        with pytest.raises(ControlRefused, match="challenge"):
            await slack.control.use_http(gate.url)


async def test_a_failed_event_comes_again_with_number_and_reason(slack, kari, desk):
    app, heard = bolt_app(slack), []

    @app.event("message")
    async def message(event):
        heard.append(event["text"])

    async with serving(app) as gate:
        await slack.control.use_http(gate.url)
        gate.headers.clear()
        gate.failures = 2
        await slack.control.post(kari, desk, "hello")
        await slack.control.settled()

    assert heard == ["hello"]
    numbers = [headers.get("x-slack-retry-num") for headers in gate.headers]
    assert numbers == [None, "1", "2"]
    assert gate.headers[1]["x-slack-retry-reason"] == "http_error"


async def test_the_time_stamp_is_signed_too(slack, kari, desk):
    app = bolt_app(slack)
    async with serving(app) as gate:
        await slack.control.use_http(gate.url)
        await slack.control.post(kari, desk, "hello")
        await slack.control.settled()

    headers = gate.headers[-1]
    assert headers["x-slack-signature"].startswith("v0=")
    assert headers["x-slack-request-timestamp"].isdigit()


async def test_while_slack_is_out_nothing_is_sent_and_the_app_reaches_nobody(slack, kari, desk):
    app, heard = bolt_app(slack), []

    @app.event("message")
    async def message(event):
        heard.append(event["text"])

    async with serving(app) as gate:
        await slack.control.use_http(gate.url)
        await slack.control.outage(0.5)
        await slack.control.post(kari, desk, "hello")
        await asyncio.sleep(0.2)
        during = list(heard)
        await slack.control.settled()

    assert during == []
    assert heard == ["hello"]
