"""emulate in the place of our own fake: the same handles for an app and for staff, as far as emulate goes.

What it lacks is bridged here and nowhere else, so that libraries, product and peer stay as they are:
it reads POST bodies only, while slack_sdk also sends queries; and it knows no interactions, so presses come from here,
signed with the secret that it signs its events with.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.emulate import emulate
from tests.fakes.slack.arguments import arguments_of
from tests.fakes.slack.control import Outcome, Posted
from tests.fakes.slack.http_events import signature

Json = dict[str, Any]

APP, BOT, BOT_USER, TEAM = "A0SHOPDESK", "B0SHOPDESK", "U0SHOPDESK", "T000000001"
BOT_TOKEN, SECRET = "xoxb-emulated", "emulated-signing-secret"
SEED = {
    "signing_secret": SECRET,
    "users": [{"name": "anna", "real_name": "Anna"}, {"name": "ola", "real_name": "Ola"}],
    "oauth_apps": [
        {
            "client_id": "1",
            "client_secret": "unused",
            "name": "Shopdesk",
            "redirect_uris": [],
            "app_id": APP,
            "bot_id": BOT,
            "bot_user_id": BOT_USER,
            "bot_name": "shopdesk",
        }
    ],
    "tokens": [
        {"token": BOT_TOKEN, "type": "bot", "user_id": BOT_USER, "app_id": APP, "bot_id": BOT},
        {"token": "xoxp-anna", "type": "user", "user": "anna"},
        {"token": "xoxp-ola", "type": "user", "user": "ola"},
    ],
}


@dataclass
class EmulateControl:
    """Staff, by their own tokens: only what SlackControl can too, under the same names."""

    http: httpx.AsyncClient
    app_url: str | None = None
    arrived: list[Json] = field(default_factory=list)  # events, as they came

    async def use_http(self, url: str | None) -> None:
        self.app_url = url

    async def settled(self) -> None:
        """emulate answers a call only once its events were delivered: there is nothing to wait for."""

    async def add_channel(self, name: str) -> str:
        """With the app in it, made by Anna."""
        made = await self.call("conversations.create", "xoxp-anna", name=name)
        channel = made["channel"]["id"]
        await self.call("conversations.join", BOT_TOKEN, channel=channel)
        return channel

    async def post(self, user: str, channel: str, text: str, thread: str | None = None) -> Posted:
        more = {"thread_ts": thread} if thread else {}
        posted = await self.call("chat.postMessage", f"xoxp-{user}", channel=channel, text=text, **more)
        return Posted(channel, posted["ts"])

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        await self.call("chat.update", f"xoxp-{user}", channel=channel, ts=ts, text=text)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        await self.call("chat.delete", f"xoxp-{user}", channel=channel, ts=ts)

    async def messages(self, channel: str, thread: str | None = None) -> list[Json]:
        """Oldest first."""
        if thread:
            return (await self.call("conversations.replies", BOT_TOKEN, channel=channel, ts=thread))[
                "messages"
            ]
        return (await self.call("conversations.history", BOT_TOKEN, channel=channel))["messages"][::-1]

    async def press(self, user: str, channel: str, ts: str, action_id: str, value: Any = None) -> Outcome:
        """A press that emulate never saw: only its shape is ours, the message is as emulate has it."""
        (message,) = [each for each in await self.messages(channel) if each["ts"] == ts]
        inside = [each for block in message["blocks"] for each in block.get("elements", [])]
        (button,) = [each for each in inside if each.get("action_id") == action_id]
        person = (await self.call("auth.test", f"xoxp-{user}"))["user_id"]
        payload = {
            "type": "block_actions",
            "user": {"id": person, "username": user, "team_id": TEAM},
            "team": {"id": TEAM, "domain": "emulate"},
            "api_app_id": APP,
            "container": {"type": "message", "message_ts": ts, "channel_id": channel},
            "channel": {"id": channel, "name": "shopdesk"},
            "message": message,
            "trigger_id": "1.2.3",
            "response_url": "http://127.0.0.1:1/none",
            "actions": [button | {"action_ts": ts}],
        }
        answer = await self._to_app(urlencode({"payload": json.dumps(payload)}).encode())
        return Outcome(answer.is_success, {})

    async def call(self, method: str, token: str, **arguments: Any) -> Json:
        headers = {"Authorization": f"Bearer {token}"}
        answer = (await self.http.post(f"/api/{method}", data=arguments, headers=headers)).json()
        assert answer["ok"], (method, answer)
        return answer

    async def _to_app(self, body: bytes) -> httpx.Response:
        now = str(int(time.time()))
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": signature(SECRET, now, body),
        }
        return await self.http.post(self.app_url or "", content=body, headers=headers)


@dataclass(frozen=True)
class EmulatedSlack:
    """The handles of our own FakeSlack."""

    url: str
    control: EmulateControl
    bot_token: str = BOT_TOKEN
    signing_secret: str = SECRET

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"


@dataclass
class Bridge:
    """Between the app and emulate."""

    http: httpx.AsyncClient
    control: EmulateControl

    async def api(self, request: Request) -> Response:
        """As a form: emulate does not read what slack_sdk puts into the address."""
        given = (await arguments_of(request)).values
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        headers = {"Authorization": request.headers["authorization"]}
        answer = await self.http.post(f"/api/{request.path_params['method']}", data=form, headers=headers)
        return Response(answer.content, answer.status_code, media_type="application/json")

    async def events(self, request: Request) -> Response:
        """To the app, byte for byte, so that emulate's own signature is what is checked."""
        body = await request.body()
        self.control.arrived.append(json.loads(body)["event"])
        if self.control.app_url is None:
            return Response(status_code=503)
        names = ("content-type", "x-slack-request-timestamp", "x-slack-signature")
        headers = {name: request.headers[name] for name in names}
        answer = await self.http.post(self.control.app_url, content=body, headers=headers)
        return Response(answer.content, answer.status_code)


@asynccontextmanager
async def emulated_slack() -> AsyncIterator[EmulatedSlack]:
    """emulate with its bridge, until the block ends."""
    # emulate ends an idle connection after 5 s, perhaps just as the next call goes out on it: keep none.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(verify=False, timeout=20, trust_env=False, limits=limits) as http:
        control = EmulateControl(http)
        bridge = Bridge(http, control)
        routes = [
            Route("/api/{method}", bridge.api, methods=["GET", "POST"]),
            Route("/events", bridge.events, methods=["POST"]),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=0, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve())  # without taking over signals
        while not server.started:
            await asyncio.sleep(0.01)
        url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        async with emulate(SEED, f"{url}/events") as peer:
            http.base_url = httpx.URL(peer)
            yield EmulatedSlack(url, control)
        server.should_exit = True
        await task
