"""Erasing conversations: on a person's wish, or because they were kept long enough."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.conversations.evidence import Erasure, Signer
from bot.conversations.handoffs import HandoffEnd
from bot.conversations.model import Handling
from bot.conversations.ports import Clock, Store

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
AT_ONCE = 100


class Eraser:
    """Copies outside, at Rasa and in Slack, are deleted by chores: an outage there only delays them."""

    def __init__(self, store: Store, signer: Signer, clock: Clock) -> None:
        self._store = store
        self._signer = signer
        self._clock = clock

    async def erase(self, conversation_id: int, reason: str) -> None:
        """Ends the conversation first. Once more erases what came later. Raises NoSuchConversation."""
        now = self._clock()
        async with self._store.transaction() as ledger:
            conversation = await ledger.lock(conversation_id)
            if conversation.handling is not Handling.CLOSED:
                handoff = await ledger.handoff(conversation_id)
                if handoff is not None and handoff.end is None:
                    await ledger.end_handoff(handoff, HandoffEnd.LAPSED, now)
                await ledger.save(conversation.close())
            erasure = Erasure(conversation_id, await ledger.last_seq(conversation_id), now, reason)
            await ledger.erase(erasure, self._signer.sign(erasure.content()))
        log.info("conversation erased", extra={"conversation": conversation_id, "reason": reason})


@dataclass(frozen=True, slots=True)
class RetentionLimits:
    """How long closed conversations are kept; `identified`: those with a proof or a contact."""

    anonymous: timedelta = timedelta(days=30)
    identified: timedelta = timedelta(days=90)


class Kept(Protocol):
    """The store, as retention sees it."""

    async def outlived(
        self, anonymous_before: datetime, identified_before: datetime, limit: int
    ) -> list[int]:
        """Closed conversations that are not erased, without activity since; the oldest first."""

    async def purge(self) -> None:
        """Take what was erased out of the database's files too, as far as that is ours to do."""


class Retention:
    """Erases what was kept long enough; looks once an hour, however often it is asked."""

    def __init__(self, kept: Kept, eraser: Eraser, clock: Clock, limits: RetentionLimits) -> None:
        self._kept = kept
        self._eraser = eraser
        self._clock = clock
        self._limits = limits
        self._next: datetime | None = None

    async def once(self) -> None:
        now = self._clock()
        if self._next is not None and now < self._next:
            return
        found = await self._kept.outlived(
            now - self._limits.anonymous, now - self._limits.identified, AT_ONCE
        )
        for conversation_id in found:
            await self._eraser.erase(conversation_id, "retention")
        if found:
            await self._kept.purge()
        if len(found) < AT_ONCE:  # else the next sweep goes on
            self._next = now + EVERY
