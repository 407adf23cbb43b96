"""The client of Slack's Web API: one session with time-outs, and no repeats that we did not decide on."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

LIMITS = aiohttp.ClientTimeout(total=10, connect=5, sock_connect=5)
CONNECTIONS = 20
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@asynccontextmanager
async def open_client(
    token: str, *, base_url: str = AsyncWebClient.BASE_URL, limits: aiohttp.ClientTimeout = LIMITS
) -> AsyncIterator[AsyncWebClient]:
    """`base_url` ends in /api/ and is Slack's own but in tests and demonstrations."""
    quiet = logging.getLogger("slack_sdk.web.shopdesk")
    quiet.setLevel(logging.WARNING)  # below that, the SDK writes what people said into the log
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(timeout=limits, connector=connector) as session:
        # Its default repeats a request after a broken connection, which can post a message twice.
        client = AsyncWebClient(token, base_url=base_url, session=session, retry_handlers=[], logger=quiet)
        if urlsplit(base_url).hostname in LOOPBACK:
            client.proxy = None
        yield client
