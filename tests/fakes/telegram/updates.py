"""The queue of updates: kept until confirmed, for a day at most."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.shapes import JSON

KEPT_SECONDS = 24 * 3600
ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Pending:
    update: JSON
    lane: tuple[int, str]  # a webhook gets the updates of one lane one after the other
    born: float

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class Updates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pending: dict[int, Pending] = {}
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
        self._pending[id_] = Pending(update, (chat, kind), self._clock.now())
        self.bell.ring()
        return id_

    def pending(self) -> list[Pending]:
        self._forget_old()
        return list(self._pending.values())

    def from_offset(self, offset: int, limit: int) -> list[JSON]:
        """Confirms everything before the offset; a negative one keeps only so many of the newest."""
        if offset:
            self._confirm_before(offset if offset > 0 else self._next_id + offset)
        return [it.update for it in self.pending()[:limit]]

    def confirm(self, id_: int) -> None:
        self._pending.pop(id_, None)

    def drop_all(self) -> None:
        self._pending.clear()

    def idle_week(self) -> None:
        """After a week without updates Telegram goes on from any number."""
        self._next_id = _random_id()

    def _confirm_before(self, offset: int) -> None:
        for id_ in [it for it in self._pending if it < offset]:
            del self._pending[id_]

    def _forget_old(self) -> None:
        oldest = self._clock.now() - KEPT_SECONDS
        for id_ in [id_ for id_, it in self._pending.items() if it.born < oldest]:
            del self._pending[id_]


def _random_id() -> int:
    return random.randint(1_000_000, 900_000_000)
