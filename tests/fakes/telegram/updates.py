"""The queue of updates: kept until confirmed, for a day at most."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.shapes import JSON

KEPT_SECONDS = 24 * 3600
ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}

# A chat and a kind of update: a webhook gets the updates of one lane one after the other.
Lane = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Pending:
    id: int
    update: JSON
    lane: Lane
    born: float


class Updates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pending: dict[int, Pending] = {}  # oldest first
        self._lanes: dict[Lane, dict[int, Pending]] = {}
        self._next_id = _random_id()
        self._allowed: frozenset[str] = frozenset()
        self.bell = Bell()
        self.ever: list[JSON] = []

    def allow(self, kinds: Iterable[str] | None) -> None:
        """For the updates to come. None leaves it as it is; none at all means Telegram's usual ones."""
        if kinds is not None:
            self._allowed = frozenset(kinds)

    @property
    def allowed(self) -> list[str]:
        return sorted(self._allowed)

    def add(self, kind: str, content: JSON, chat: int) -> int | None:
        """Its id; None when the bot did not ask for this kind."""
        if kind not in self._allowed and (self._allowed or kind in ON_DEMAND):
            return None
        id_ = self._next_id
        self._next_id += 1
        update: JSON = {"update_id": id_, kind: content}
        self.ever.append(update)
        pending = Pending(id_, update, (chat, kind), self._clock.now())
        self._pending[id_] = self._lanes.setdefault(pending.lane, {})[id_] = pending
        self.bell.ring()
        return id_

    def pending(self) -> list[Pending]:
        self._forget_old()
        return list(self._pending.values())

    def from_offset(self, offset: int, limit: int) -> list[JSON]:
        """Confirms everything before the offset; a negative one keeps only so many of the newest."""
        first = offset if offset >= 0 else self._next_id + offset
        while (oldest := next(iter(self._pending.values()), None)) and oldest.id < first:
            self.confirm(oldest)
        return [it.update for it in self.pending()[:limit]]

    def lanes(self) -> list[Lane]:
        """Those in which something waits."""
        return list(self._lanes)

    def head(self, lane: Lane) -> Pending | None:
        self._forget_old()
        return next(iter(self._lanes.get(lane, {}).values()), None)

    def confirm(self, pending: Pending) -> None:
        self._pending.pop(pending.id, None)
        lane = self._lanes.get(pending.lane, {})
        lane.pop(pending.id, None)
        if not lane:
            self._lanes.pop(pending.lane, None)

    def drop_all(self) -> None:
        self._pending.clear()
        self._lanes.clear()

    def idle_week(self) -> None:
        """Nothing waits any more, and Telegram goes on from any number."""
        self.drop_all()
        self._next_id = _random_id()

    def _forget_old(self) -> None:
        before = self._clock.now() - KEPT_SECONDS
        while (oldest := next(iter(self._pending.values()), None)) and oldest.born < before:
            self.confirm(oldest)


def _random_id() -> int:
    return random.randint(1_000_000, 900_000_000)
