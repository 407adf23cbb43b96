"""What the evidence needs of the store: what is to be signed, and what stands."""

from datetime import datetime

import sqlalchemy as sa

from bot.conversations.evidence import Checkpoint
from bot.storage import checkpoints, verify
from bot.storage.database import Database


class EvidenceStore:
    def __init__(self, database: Database) -> None:
        self._all = database

    async def unsigned(self, now: datetime) -> Checkpoint | None:
        return await self._all.scan(checkpoints.unsigned, now)

    async def keep_checkpoint(self, checkpoint: Checkpoint, signature: bytes) -> bool:
        try:
            async with self._all.transaction() as transaction:
                await transaction.run_aside(checkpoints.keep, checkpoint, signature)
        except sa.exc.IntegrityError:  # another gateway was first
            return False
        return True

    async def verify(self, signed: verify.Signed) -> verify.Verdict:
        """Reads the whole log, some ten thousand lines a second."""
        return await self._all.scan(verify.verify, signed)
