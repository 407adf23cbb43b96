"""Keeping a hand-over's card: posted once, then updated in place; moved when staff send it to another channel."""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import ChannelBusy, ChannelUnknown
from bot.conversations.handoffs import Handoff
from bot.conversations.model import Conversation
from bot.conversations.ports import Store
from bot.conversations.tickets import Ticket
from bot.desk.slack.api.faults import NotSetUp, SlackRefused, Throttled, written
from bot.desk.slack.api.pace import UPDATE, Pace
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.card.facts import CardFacts, Facts
from bot.desk.slack.card.place import standing
from bot.desk.slack.card.search import CardSearch, card_metadata
from bot.desk.slack.card.view import card, moved
from bot.desk.slack.names import DESK, thread_key, thread_place
from bot.desk.slack.outbox.post import STILL, Poster
from bot.desk.slack.text.blocks import Block

log = logging.getLogger(__name__)

PlaceFor = Callable[[Conversation, Handoff], str]
ROAD = "update"
REMEMBERED = 2_000
GONE = {"message_not_found", "cant_update_message"}


class Cards:
    """`place_for` gives the channel of a new card; `place_name` a channel's name, for people."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        store: Store,
        workspace: Workspace,
        poster: Poster,
        search: CardSearch,
        pace: Pace,
        place_for: PlaceFor,
        place_name: Callable[[str], str | None],
        answer_target: timedelta,
    ) -> None:
        self._client = client
        self._store = store
        self._workspace = workspace
        self._poster = poster
        self._search = search
        self._pace = pace
        self._place_for = place_for
        self._place_name = place_name
        self._answer_target = answer_target
        self._facts = CardFacts(store, workspace.link)
        self._shown: OrderedDict[str, str] = OrderedDict()  # thread -> what stands there, as far as we know

    async def show(self, handoff_id: int) -> None:
        """Raises ChannelBusy, ChannelRefused or ChannelUnknown; the next call then finds out what stands."""
        found = await self._store.handoff(handoff_id)
        if found is None:
            return
        conversation, handoff = found
        tickets = await self._store.tickets(handoff_id, DESK)
        ticket = standing(handoff, tickets)
        facts = await self._facts.of(conversation, handoff)
        if ticket is None or ticket.thread is None:
            thread = await self._post(facts, ticket)
        else:
            thread = await self._update(facts, ticket, ticket.thread)
        await self._point_on(facts, [old for old in tickets if old.thread not in {None, thread}], thread)

    async def _post(self, facts: Facts, ticket: Ticket | None) -> str:
        """A ticket without a thread says that somebody was about to post: Slack is asked first."""
        handoff = facts.handoff
        if ticket is not None:
            place, ts = ticket.place, await self._search.find(ticket.place, handoff)
        else:
            place, ts = handoff.place or self._place_for(facts.conversation, handoff), None
        team = self._workspace.team
        await self._keep(facts, place, None)
        text, blocks = card(facts, self._answer_target)
        if ts is None:
            ts = await self._posted(place, handoff, text, blocks)
        thread = thread_key(team, place, ts)
        await self._keep(facts, place, thread)
        return thread

    async def _posted(self, place: str, handoff: Handoff, text: str, blocks: Sequence[Block]) -> str:
        try:
            return await self._poster.post(
                place, f"card {handoff.id}", text=text, blocks=blocks, metadata=card_metadata(handoff)
            )
        except ChannelBusy:
            self._search.missed(handoff.id, place)
            raise
        except ChannelUnknown:
            self._search.doubt(handoff.id, place)
            raise

    async def _update(self, facts: Facts, ticket: Ticket, thread: str) -> str:
        text, blocks = card(facts, self._answer_target)
        try:
            await self._write(thread, text, blocks, card_metadata(facts.handoff))
        except SlackRefused as refused:
            if refused.code not in GONE:
                raise
            log.warning("a card is gone: posting it anew", extra={"handoff": facts.handoff.id})
            self._search.look_after(facts.handoff.id, ticket.place, thread_place(thread)[1])
            return await self._post(facts, ticket)
        return thread

    async def _point_on(self, facts: Facts, old: Sequence[Ticket], thread: str) -> None:
        """Where the card was before, it says where it went."""
        channel, ts = thread_place(thread)
        for ticket in old:
            address = self._workspace.link(channel, ts)
            text, blocks = moved(facts, address, self._place_name(channel))
            try:
                await self._write(str(ticket.thread), text, blocks, card_metadata(facts.handoff))
            except (SlackRefused, NotSetUp) as fault:
                log.warning("an old card stays as it is", extra={"code": fault.code})

    async def _write(
        self, thread: str, text: str, blocks: Sequence[Block], metadata: Mapping[str, Any]
    ) -> None:
        """Nothing is sent when it looks so already."""
        wanted = hashlib.blake2b(repr(blocks).encode(), digest_size=16).hexdigest()
        if self._shown.get(thread) == wanted:
            return
        channel, ts = thread_place(thread)
        self._pace.turn(ROAD, thread, UPDATE)
        try:
            await written(
                self._client.chat_update(
                    channel=channel,
                    ts=ts,
                    text=text,
                    blocks=list(blocks),
                    metadata=dict(metadata),
                    link_names=False,
                    parse=str(STILL["parse"]),
                )
            )
        except Throttled as busy:
            self._pace.hold(ROAD, busy.retry_after)
            raise
        self._shown[thread] = wanted
        if len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    async def _keep(self, facts: Facts, place: str, thread: str | None) -> None:
        ticket = Ticket(facts.handoff.id, facts.conversation.id, DESK, place, thread)
        async with self._store.transaction() as ledger:
            await ledger.keep_ticket(ticket)
