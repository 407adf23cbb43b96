"""Carrying a conversation on elsewhere: a signed pass, good once and for ten minutes, joins it to another address."""

import enum
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.ledger import Ledger
from bot.conversations.lines import MOVING, shop_line, staff_line, tell
from bot.conversations.messages import Customer, Inbound
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Clock, PassSigner, Store, Wording

GOOD_FOR = timedelta(minutes=10)
NONCE_BYTES = 12
WITH_PEOPLE = (Handling.WAITING, Handling.HUMAN)


class PassUse(enum.StrEnum):
    """What became of a pass; stands in the details of the line that brought it."""

    JOINED = "joined"
    VOID = "void"  # used, expired, forged, or its conversation is over
    BUSY = "busy"  # the new address already talks with people


@dataclass(frozen=True, slots=True)
class Joined:
    """`conversation` goes on at the new address; None unless it was joined."""

    use: PassUse
    conversation: Conversation | None = None
    came_from: str | None = None  # its channel before


class Passes:
    def __init__(
        self, store: Store, signer: PassSigner, wording: Wording, clock: Clock, *, feed: Feed = NO_DESKS
    ) -> None:
        self._store = store
        self._signer = signer
        self._wording = wording
        self._clock = clock
        self._feed = feed

    async def issue(self, conversation_id: int) -> str:
        """A token for the address that is to take the conversation over."""
        nonce = secrets.token_urlsafe(NONCE_BYTES)
        async with self._store.transaction() as ledger:
            await ledger.lock(conversation_id)
            await ledger.issue_pass(nonce, conversation_id, self._clock() + GOOD_FOR)
        return self._signer.sign(nonce)

    async def join(self, ledger: Ledger, inbound: Inbound, own: Conversation | None, now: datetime) -> Joined:
        """Use the pass that came with `inbound`, whose address has `own` for its latest conversation."""
        nonce = self._signer.read(inbound.pass_token or "")
        wanted = await ledger.use_pass(nonce, now) if nonce else None
        if wanted is None:
            return Joined(PassUse.VOID)
        if own is not None and own.id == wanted:
            return Joined(PassUse.JOINED, await ledger.lock(wanted), own.channel)
        if own is not None:
            own = await ledger.lock(own.id)
            if own.handling in WITH_PEOPLE:
                return Joined(PassUse.BUSY)
        conversation = await ledger.lock(wanted)
        if conversation.handling is Handling.CLOSED:
            return Joined(PassUse.VOID)
        if own is not None and own.handling is Handling.BOT:
            await ledger.save(own.close())
        return Joined(
            PassUse.JOINED, await self._move(ledger, conversation, inbound, now), conversation.channel
        )

    async def carry(
        self, ledger: Ledger, inbound: Inbound, conversation_id: int, now: datetime
    ) -> Conversation | None:
        """Go on at the new address, which has no open conversation; None when the conversation is over."""
        conversation = await ledger.lock(conversation_id)
        if conversation.handling is Handling.CLOSED:
            return None
        return await self._move(ledger, conversation, inbound, now)

    async def _move(
        self, ledger: Ledger, conversation: Conversation, inbound: Inbound, now: datetime
    ) -> Conversation:
        """The last line at the old address says where it goes on; the language goes along."""
        key = "email_moved" if inbound.channel == "email" else "moved_away"
        text = self._wording.say(conversation.language, key, channel=_name(inbound.channel))
        await tell(ledger, conversation, replace(shop_line(text), details=MOVING), now)
        moved = await ledger.move(conversation, inbound.channel, inbound.address, now)
        event = (
            f"The customer goes on on {_name(inbound.channel)}; until now on {_name(conversation.channel)}."
        )
        line = await ledger.append(moved.id, staff_line(event, "moved", channel=inbound.channel), now)
        await self._feed.hear(ledger, moved.id, now, line)
        await ledger.note_customer(
            Customer(inbound.channel, inbound.address, inbound.name, conversation.language)
        )
        return replace(moved, language=conversation.language)


def _name(channel: str) -> str:
    return "e-mail" if channel == "email" else channel.capitalize()
