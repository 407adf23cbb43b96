"""Lines owed to a hand-over's thread: each stands there once, in order, whatever happens on the way."""

import logging
from collections.abc import Sequence

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown, DeliveryError
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Delivery
from bot.conversations.model import Conversation
from bot.conversations.ports import Store
from bot.desk.slack.api.faults import NotSetUp, SlackRefused
from bot.desk.slack.api.people import user_id
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.card.place import standing
from bot.desk.slack.names import DESK, line_id, thread_place
from bot.desk.slack.outbox.files import FileShare
from bot.desk.slack.outbox.lines import Post, Scene, comment, posts, unshowable, without_files
from bot.desk.slack.outbox.memory import SETTLE, SETTLE_FILES, Memory, Thread, file_name, lines_metadata
from bot.desk.slack.outbox.post import Poster

log = logging.getLogger(__name__)

NO_CARD = 2.0  # seconds until the thread is looked for again
AT_ONCE = 0.1
UNDER_NAMES = "chat:write.customize"


class Outbox:
    """Implements the core's Channel: an address is a hand-over's id."""

    together = 20

    def __init__(
        self, *, store: Store, workspace: Workspace, poster: Poster, files: FileShare, memory: Memory
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._poster = poster
        self._files = files
        self._memory = memory
        self._named = True
        self._alone: set[int] = set()
        self._refused: dict[int, str] = {}

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        handoff, conversation = await self._handoff(deliveries[0].address)
        thread = await self._thread(handoff)
        scene = await self._scene(conversation, deliveries)
        owed = [delivery for delivery in deliveries if self._memory.recall(thread, delivery.id) is None]
        for post in posts(owed, scene):
            ts = await self._noted(thread, post, scene)
            self._done(thread, [delivery.id for delivery in post.deliveries], ts)
        last = self._memory.recall(thread, deliveries[-1].id)
        return line_id(thread.channel, last) if last else None

    async def find(self, delivery: Delivery) -> str | None:
        """Looks in every thread that the hand-over has had."""
        handoff, _ = await self._handoff(delivery.address)
        for ticket in reversed(await self._store.tickets(handoff.id, DESK)):
            if ticket.thread is None:
                continue
            thread = Thread(*thread_place(ticket.thread))
            ts = await self._memory.find(thread, delivery.id, delivery.message.created_at)
            if ts is not None:
                return line_id(thread.channel, ts)
        return None

    def _done(self, thread: Thread, ids: Sequence[int], ts: str) -> None:
        self._memory.posted(thread, dict.fromkeys(ids, ts))
        self._alone.difference_update(ids)
        for delivery_id in ids:
            self._refused.pop(delivery_id, None)

    async def _noted(self, thread: Thread, post: Post, scene: Scene) -> str:
        try:
            return await self._shown(thread, post, scene)
        except NotSetUp as fault:
            if fault.needed != UNDER_NAMES:
                raise
            self._named = False
            raise ChannelBusy(AT_ONCE) from None
        except ChannelUnknown:
            self._memory.doubt(thread, SETTLE_FILES if post.files else SETTLE)
            raise

    async def _shown(self, thread: Thread, post: Post, scene: Scene) -> str:
        """What Slack refuses is sent line by line; in the place of a line it refuses, another says so."""
        ids = [delivery.id for delivery in post.deliveries]
        if ids[0] in self._refused:
            return await self._post(thread, _instead(post, scene, self._refused[ids[0]]), scene)
        try:
            return await self._post(thread, post, scene)
        except ChannelRefused as refused:
            code = refused.code if isinstance(refused, SlackRefused) else str(refused)
            log.warning("Slack refused lines", extra={"code": code, "lines": len(ids)})
            if len(ids) > 1:
                self._alone.update(ids)
            else:
                self._refused[ids[0]] = code
            raise ChannelBusy(AT_ONCE) from None

    async def _post(self, thread: Thread, post: Post, scene: Scene) -> str:
        if post.files:
            return await self._share(thread, post, scene)
        return await self._poster.post(
            thread.channel,
            f"{thread.ts}",
            text=post.text,
            blocks=post.blocks,
            metadata=lines_metadata(delivery.id for delivery in post.deliveries),
            thread=thread.ts,
            username=post.username,
            icon_emoji=post.icon,
            reply_broadcast=post.broadcast,
        )

    async def _share(self, thread: Thread, post: Post, scene: Scene) -> str:
        delivery = post.deliveries[0]
        await self._files.share(
            thread.channel,
            str(thread.ts),
            post.files,
            named=lambda name: file_name(delivery.id, name),
            comment=comment(post, scene),
        )
        return str(thread.ts)  # Slack does not tell the message's own ts; the thread's leads there

    async def _handoff(self, address: str) -> tuple[Handoff, Conversation]:
        found = await self._store.handoff(int(address)) if address.isdecimal() else None
        if found is None:
            raise ChannelRefused(f"there is no hand-over {address}")
        return found[1], found[0]

    async def _thread(self, handoff: Handoff) -> Thread:
        ticket = standing(handoff, await self._store.tickets(handoff.id, DESK))
        if ticket is None or ticket.thread is None:
            raise ChannelBusy(NO_CARD)
        return Thread(*thread_place(ticket.thread))

    async def _scene(self, conversation: Conversation, deliveries: Sequence[Delivery]) -> Scene:
        customer = await self._store.customer(conversation.channel, conversation.address)
        quotes = any("quotes" in delivery.message.entry.details for delivery in deliveries)
        lines = await self._store.messages(conversation.id) if quotes else ()
        scopes = self._workspace.identity.scopes
        return Scene(
            customer=(customer.name if customer else None) or "",
            holder=user_id(conversation.agent),
            named=self._named and (not scopes or UNDER_NAMES in scopes),
            place_of=self._place_of,
            quoted={line.id: line.entry.text for line in lines},
            alone=self._alone,
        )

    def _place_of(self, receipt: str) -> str | None:
        channel, _, ts = receipt.partition(":")
        try:
            return self._workspace.link(channel, ts) if ts else None
        except DeliveryError:
            return None


def _instead(post: Post, scene: Scene, code: str) -> Post:
    """What is said in the place of lines that Slack does not take."""
    if post.files:
        return without_files(post.deliveries[0], scene, code)
    return unshowable(post.deliveries, code)
