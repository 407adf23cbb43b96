"""Showing customers' files in a thread: Slack is given the bytes, never an address."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import ChannelBusy
from bot.conversations.messages import File
from bot.desk.slack.api.faults import UNREACHABLE, SlackRefused, Throttled, read, written
from bot.desk.slack.api.pace import FILE, Pace

Content = Callable[[str], Awaitable[bytes]]

UPLOAD_LIMIT = aiohttp.ClientTimeout(total=60, connect=5, sock_connect=5)
ROAD = "file"


class FileShare:
    """`content` gives a file's bytes; it raises ChannelBusy while they are not here, ChannelRefused when lost."""

    def __init__(self, client: AsyncWebClient, content: Content, pace: Pace) -> None:
        self._client = client
        self._content = content
        self._pace = pace

    async def share(
        self, channel: str, thread: str, files: Sequence[File], *, named: Callable[[str], str], comment: str
    ) -> str:
        """One message with all the files; the id of the first one. `named` makes the name to find it by.

        Raises ChannelBusy when nothing was shown, ChannelUnknown or ChannelRefused.
        """
        try:
            given = [{"id": await self._upload(file, named(file.name)), "title": file.name} for file in files]
            self._pace.turn(ROAD, thread, FILE)
            await written(
                self._client.api_call(
                    "files.completeUploadExternal",
                    data={  # in the body: a comment is too long for an address
                        "files": json.dumps(given),
                        "channel_id": channel,
                        "thread_ts": thread,
                        "initial_comment": comment,
                    },
                )
            )
        except Throttled as busy:
            self._pace.hold(ROAD, busy.retry_after)
            raise
        return given[0]["id"]

    async def _upload(self, file: File, name: str) -> str:
        """Until it is completed nobody sees it: any step can be done again."""
        content = await self._content(file.key)
        if not content:
            raise SlackRefused("the file is empty")
        self._pace.turn(ROAD, file.key, FILE)
        ticket = await read(
            self._client.files_getUploadURLExternal(filename=name, length=len(content), alt_txt=None)
        )
        await self._bytes(str(ticket["upload_url"]), content)
        return str(ticket["file_id"])

    async def _bytes(self, address: str, content: bytes) -> None:
        session: Any = self._client.session
        try:
            async with session.post(
                address, data=content, timeout=UPLOAD_LIMIT, allow_redirects=False, proxy=self._client.proxy
            ) as answer:
                if answer.status == 429 or answer.status >= 500:
                    raise ChannelBusy(UNREACHABLE)
                if answer.status != 200:
                    raise SlackRefused(f"upload {answer.status}")
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise ChannelBusy(UNREACHABLE) from None
