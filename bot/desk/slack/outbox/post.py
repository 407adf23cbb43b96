"""Posting one message: at the channel's pace, and so that nothing in it calls, links or unfurls by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.slack.api.faults import Throttled, written
from bot.desk.slack.api.pace import POST, Pace
from bot.desk.slack.text.blocks import Block

STILL: Mapping[str, Any] = {
    "link_names": False,
    "parse": "none",
    "unfurl_links": False,
    "unfurl_media": False,
}


class Poster:
    def __init__(self, client: AsyncWebClient, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def post(
        self,
        channel: str,
        who: str,
        *,
        text: str,
        blocks: Sequence[Block],
        metadata: Mapping[str, Any],
        thread: str | None = None,
        **more: Any,
    ) -> str:
        """The message's ts. `who` waits in the channel's line. `text` is what a notification shows.

        Raises ChannelBusy when it was surely not posted, ChannelUnknown or ChannelRefused.
        """
        road = f"post:{channel}"
        self._pace.turn(road, who, POST)
        try:
            answer = await written(
                self._client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread,
                    text=text,
                    blocks=list(blocks),
                    metadata=dict(metadata),
                    **STILL,
                    **{name: value for name, value in more.items() if value},
                )
            )
        except Throttled as busy:
            self._pace.hold(road, busy.retry_after)
            raise
        return str(answer["ts"])
