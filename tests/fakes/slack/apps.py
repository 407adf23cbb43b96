"""Apps on the unmodified libraries, connected to the fake: what its tests, and others, drive it with."""

import contextlib
from collections.abc import AsyncIterator

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import FakeSlack


def web_client(slack: FakeSlack, token: str | None = None) -> AsyncWebClient:
    """Without the library's own retries: they would hide what the fake does."""
    return AsyncWebClient(token or slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def bolt_app(slack: FakeSlack) -> AsyncApp:
    return AsyncApp(client=web_client(slack), signing_secret=slack.signing_secret)


@contextlib.asynccontextmanager
async def connected(app: AsyncApp, slack: FakeSlack) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app in Socket Mode, quick to notice that a connection has ended."""
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.1)
    await handler.connect_async()
    try:
        yield handler
    finally:
        await handler.close_async()
