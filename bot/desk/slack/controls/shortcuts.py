"""Marking a line of the bot as wrong or missing: from any message of a thread, or under a direct answer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.messages import Author, Message
from bot.conversations.ports import Store
from bot.conversations.reviewing import Reviews
from bot.conversations.reviews import ReviewKind
from bot.desk.slack import names
from bot.desk.slack.api.faults import written
from bot.desk.slack.api.people import People
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.controls import modal_views
from bot.desk.slack.controls.actions import Press
from bot.desk.slack.inbound.events import ts_order
from bot.desk.slack.text.blocks import OPTIONS

Json = Mapping[str, Any]
KINDS: Mapping[str, ReviewKind] = {
    names.MARK_WRONG: ReviewKind.WRONG,
    names.WRONG: ReviewKind.WRONG,
    names.MARK_MISSING: ReviewKind.MISSING,
    names.MISSING: ReviewKind.MISSING,
}
TITLES: Mapping[ReviewKind, str] = {
    ReviewKind.WRONG: "Wrong answer",
    ReviewKind.MISSING: "Missing answer",
}
NOWHERE = "This works on messages in a hand-over's thread and in direct messages with the bot."
SILENT = "The bot has said nothing in this conversation."


class Marks:
    def __init__(
        self, client: AsyncWebClient, reviews: Reviews, store: Store, people: People, workspace: Workspace
    ) -> None:
        self._client = client
        self._reviews = reviews
        self._store = store
        self._people = people
        self._workspace = workspace

    async def from_shortcut(self, body: Json) -> None:
        """Of a message: the bot's lines of its conversation, the last one before it chosen."""
        kind = KINDS[str(body["callback_id"])]
        message = body.get("message") or {}
        conversation = await self._conversation(str(body["channel"]["id"]), str(body["user"]["id"]), message)
        if conversation is None:
            await self._show(body, modal_views.words_view(TITLES[kind], NOWHERE))
            return
        lines = await self._bots_lines(conversation)
        if not lines:
            await self._show(body, modal_views.words_view(TITLES[kind], SILENT))
            return
        chosen = _said_before(lines, _time(str(message.get("ts") or "")))
        await self._show(body, modal_views.review_view({"kind": kind}, TITLES[kind], lines, chosen.id))

    async def from_button(self, press: Press) -> None:
        """Under one line of a direct message."""
        kind = KINDS[press.action]
        line = await self._own_line(press)
        if line is None:
            view = modal_views.words_view(TITLES[kind], "This answer is not known any more.")
        else:
            view = modal_views.review_view({"kind": kind}, TITLES[kind], [line], line.id)
        await written(self._client.views_open(trigger_id=press.trigger, view=view))

    async def keep(self, user: str, view: Json) -> dict[str, str]:
        """Faults by field; none when it is kept."""
        line = modal_views.answer_of(view, names.LINE)
        if line is None or not line.isdecimal():
            return {names.LINE: "Choose a line."}
        kind = ReviewKind(str(modal_views.about_of(view).get("kind")))
        note = modal_views.answer_of(view, names.TEXT) or ""
        await self._reviews.mark(int(line), await self._people.agent(user), kind, note)
        return {}

    async def _conversation(self, channel: str, user: str, message: Json) -> int | None:
        thread = str(message.get("thread_ts") or message.get("ts") or "")
        ticket = await self._store.ticket_at(
            names.DESK, names.thread_key(self._workspace.team, channel, thread)
        )
        if ticket is not None:
            return ticket.conversation_id
        current = await self._store.current(names.DIRECT, user) if channel.startswith("D") else None
        return current.id if current else None

    async def _own_line(self, press: Press) -> Message | None:
        """The line under which was pressed, when it was said to this person."""
        if not press.value.isdecimal():
            return None
        async with self._store.transaction() as ledger:
            line = await ledger.message(int(press.value))
        if line is None:
            return None
        conversation = await self._store.conversation(line.conversation_id)
        theirs = (conversation.channel, conversation.address) == (names.DIRECT, press.user)
        return line if theirs else None

    async def _bots_lines(self, conversation_id: int) -> Sequence[Message]:
        """The last ones that fit into a menu, the newest first."""
        found: list[Message] = []
        seq = 0
        while lines := await self._store.messages(conversation_id, after=seq):
            seq = lines[-1].seq
            found += [line for line in lines if line.entry.author is Author.BOT and not line.entry.internal]
        return found[: -OPTIONS - 1 : -1]

    async def _show(self, body: Json, view: dict[str, Any]) -> None:
        await written(self._client.views_open(trigger_id=str(body["trigger_id"]), view=view))


def _said_before(lines: Sequence[Message], at: datetime) -> Message:
    """The newest line up to then; the oldest of all when all came later."""
    return next((line for line in lines if line.created_at <= at), lines[-1])


def _time(ts: str) -> datetime:
    seconds, micros = ts_order(ts or "0")
    return datetime.fromtimestamp(seconds + micros / 1e6, UTC)
