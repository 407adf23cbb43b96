"""Files that staff attached in Slack, fetched with the bot's token and only from Slack itself."""

from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.conversations.errors import ChannelBusy, ChannelRefused
from bot.desk.slack.api.faults import NOT_SET_UP, UNREACHABLE, read

LIMIT = aiohttp.ClientTimeout(total=60, connect=5, sock_connect=5, sock_read=20)
REDIRECTS = 3
PIECE = 64 * 1024
OWN_DOMAIN = ".slack.com"


class SlackFiles:
    """Implements the core's FileSource: a ref is a Slack file's id."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._api_host = urlsplit(client.base_url).hostname

    async def fetch(self, ref: str, limit: int) -> bytes:
        about = (await read(self._client.files_info(file=ref))).get("file") or {}
        if about.get("mode") in {"tombstone", "hidden_by_limit", "external"}:
            raise ChannelRefused(f"the file is not in Slack any more ({about['mode']})")
        if int(about.get("size") or 0) > limit:
            raise ChannelRefused("the file is too large")
        address = str(about.get("url_private_download") or about.get("url_private") or "")
        return await self._download(URL(address), limit)

    async def _download(self, address: URL, limit: int) -> bytes:
        for _ in range(REDIRECTS):
            if not self._trusted(address):
                raise ChannelRefused("the file's address is not Slack's")  # our token goes nowhere else
            onward = await self._get(address, limit)
            if isinstance(onward, bytes):
                return onward
            if onward.host != address.host:
                raise ChannelRefused("Slack sends us elsewhere for the file")
            address = onward
        raise ChannelRefused("Slack sends us round in circles for the file")

    def _trusted(self, address: URL) -> bool:
        host = address.host or ""
        if host == self._api_host:
            return True
        return address.scheme == "https" and host.endswith(OWN_DOMAIN)

    async def _get(self, address: URL, limit: int) -> bytes | URL:
        session: Any = self._client.session
        headers = {"Authorization": f"Bearer {self._client.token}"}
        try:
            async with session.get(
                address, headers=headers, timeout=LIMIT, allow_redirects=False, proxy=self._client.proxy
            ) as answer:
                if answer.status in {301, 302, 303, 307, 308}:
                    return address.join(URL(answer.headers.get("Location", "")))
                _check(answer)
                return await _bounded(answer, limit)
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise ChannelBusy(UNREACHABLE) from None  # its text may hold the address


def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status == 429 or answer.status >= 500:
        raise ChannelBusy(UNREACHABLE)
    if answer.status in {401, 403}:
        raise ChannelBusy(NOT_SET_UP)
    if answer.status != 200:
        raise ChannelRefused(f"Slack answered {answer.status}")
    if answer.content_type == "text/html" and "content-disposition" not in answer.headers:
        raise ChannelBusy(NOT_SET_UP)  # Slack's sign-in page: the token lacks files:read


async def _bounded(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    content = bytearray()
    async for piece in answer.content.iter_chunked(PIECE):
        content += piece
        if len(content) > limit:
            raise ChannelRefused("the file is too large")
    return bytes(content)
