"""Taking a hand-over out of Slack: its thread and its files are deleted, its card says only that it was erased."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.conversations.handoffs import Handoff
from bot.conversations.ports import Store
from bot.conversations.tickets import Ticket
from bot.desk.slack.api.faults import SlackRefused, Throttled, read, written
from bot.desk.slack.api.pace import DELETE, READ, Pace
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.card.search import CardSearch
from bot.desk.slack.names import DESK, thread_place
from bot.desk.slack.outbox.memory import PAGE, READING
from bot.desk.slack.text.blocks import Block, context

ROAD = "delete"
GONE = {"message_not_found", "thread_not_found", "file_not_found", "file_deleted"}
# Not ours: only whoever wrote it, or an owner of the workspace, can delete it.
STAFFS = {"cant_delete_message", "cant_update_message", "cant_delete_file"}
ERASED = "🧹 Erased: this customer's conversation was deleted."

Work = Callable[[], Awaitable[AsyncSlackResponse]]


class CardEraser:
    """Doing it again deletes what is still there, so a chore that was cut off goes on."""

    def __init__(
        self, client: AsyncWebClient, store: Store, workspace: Workspace, search: CardSearch, pace: Pace
    ) -> None:
        self._client = client
        self._store = store
        self._workspace = workspace
        self._search = search
        self._pace = pace

    async def erase(self, handoff_id: int) -> None:
        """Raises ChannelBusy, ChannelRefused or ChannelUnknown."""
        found = await self._store.handoff(handoff_id)
        if found is None:
            return
        for ticket in await self._store.tickets(handoff_id, DESK):
            if place := await self._card(ticket, found[1]):
                await self._thread(*place)

    async def _card(self, ticket: Ticket, handoff: Handoff) -> tuple[str, str] | None:
        """Also of one whose posting was cut off."""
        if ticket.thread is not None:
            return thread_place(ticket.thread)
        ts = await self._search.find(ticket.place, handoff)
        return (ticket.place, ts) if ts else None

    async def _thread(self, channel: str, card: str) -> None:
        cursor: str | None = None
        ours: list[dict[str, Any]] = []
        while True:
            page = await self._page(channel, card, cursor)
            ours += [message for message in page.get("messages") or () if self._is_ours(message)]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
        for message in ours:
            for file in message.get("files") or ():
                await self._do(str(file["id"]), self._without_file(str(file["id"])))
            if message["ts"] != card:
                await self._do(message["ts"], self._without(channel, message["ts"]))
        await self._do(card, self._blank(channel, card))

    def _is_ours(self, message: dict[str, Any]) -> bool:
        identity = self._workspace.identity
        return message.get("user") == identity.bot_user or message.get("bot_id") == (identity.bot or "?")

    def _without(self, channel: str, ts: str) -> Work:
        return lambda: self._client.chat_delete(channel=channel, ts=ts)

    def _without_file(self, file: str) -> Work:
        return lambda: self._client.files_delete(file=file)

    def _blank(self, channel: str, card: str) -> Work:
        blocks: list[Block] = [context(ERASED)]
        empty = {"event_type": "shopdesk_erased", "event_payload": {}}
        return lambda: self._client.chat_update(
            channel=channel, ts=card, text=ERASED, blocks=blocks, metadata=empty
        )

    async def _do(self, who: str, work: Work) -> None:
        self._pace.turn(ROAD, who, DELETE)
        try:
            await written(work())
        except Throttled as busy:
            self._pace.hold(ROAD, busy.retry_after)
            raise
        except SlackRefused as refused:
            if refused.code not in GONE | STAFFS:
                raise

    async def _page(self, channel: str, card: str, cursor: str | None) -> Any:
        self._pace.turn(READING, f"{channel}/{card}", READ)
        try:
            return await read(
                self._client.conversations_replies(channel=channel, ts=card, limit=PAGE, cursor=cursor)
            )
        except Throttled as busy:
            self._pace.hold(READING, busy.retry_after)
            raise
        except SlackRefused as refused:
            if refused.code in GONE:
                return {}
            raise
