"""Evidence: what the log held at a time is signed, so that nothing signed can be changed afterwards unseen."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Head:
    """How far a conversation had come: its last line's number and link."""

    conversation_id: int
    seq: int
    link: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`previous`: the signature of the checkpoint before; `top`: the highest id in the log."""

    number: int
    made_at: datetime
    previous: bytes
    top: int
    heads: Sequence[Head]

    def content(self) -> bytes:
        """What is signed."""
        heads = sha256()
        for head in sorted(self.heads, key=lambda head: (head.conversation_id, head.seq)):
            heads.update(f"{head.conversation_id} {head.seq} {head.link.hex()}\n".encode())
        return _written(
            "checkpoint", self.number, self.made_at, self.top, self.previous.hex(), heads.hexdigest()
        )


@dataclass(frozen=True, slots=True)
class Erasure:
    """The words of a conversation up to the line `seq` were taken out of the log."""

    conversation_id: int
    seq: int
    erased_at: datetime
    reason: str

    def content(self) -> bytes:
        """What is signed."""
        return _written("erasure", self.conversation_id, self.seq, self.erased_at, self.reason)


def _written(*values: object) -> bytes:
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return json.dumps(plain, separators=(",", ":")).encode()


class Signer(Protocol):
    def sign(self, content: bytes) -> bytes: ...


class Unsigned(Protocol):
    """The log, as it is signed."""

    async def unsigned(self, now: datetime) -> Checkpoint | None:
        """What has been written since the last checkpoint; None when nothing has."""

    async def keep_checkpoint(self, checkpoint: Checkpoint, signature: bytes) -> bool:
        """False when another gateway has written one of this number."""


class Notary:
    """Signs what is new in the log, as often as it is asked."""

    def __init__(self, log: Unsigned, signer: Signer, clock: Callable[[], datetime]) -> None:
        self._log = log
        self._signer = signer
        self._clock = clock

    async def once(self) -> None:
        checkpoint = await self._log.unsigned(self._clock())
        if checkpoint is not None:
            await self._log.keep_checkpoint(checkpoint, self._signer.sign(checkpoint.content()))
