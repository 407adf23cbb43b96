"""What evidence and privacy need of the store: what is to be signed, what stands, and whose it is."""

from datetime import datetime

import sqlalchemy as sa

from bot.conversations.evidence import Checkpoint
from bot.storage import belongings, checkpoints, people, search, verify
from bot.storage.belongings import Belongings
from bot.storage.database import Database
from bot.storage.people import Person


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

    async def person(self, named: str) -> Person:
        """By a conversation's number, or `channel:address`; without conversations or addresses when unknown."""
        return await self._all.scan(people.person, named)

    async def belongings(self, person: Person) -> Belongings:
        """All that is kept of them, but for the files' bytes."""
        return await self._all.scan(belongings.of_person, person)

    async def outlived(
        self, anonymous_before: datetime, identified_before: datetime, limit: int
    ) -> list[int]:
        return await self._all.scan(people.outlived, anonymous_before, identified_before, limit)

    async def purge(self) -> None:
        """To be called after erasing: what was erased leaves the index of words and the files beside the database."""
        async with self._all.transaction() as transaction:
            await transaction.run_aside(search.forget_erased)
        await self._all.purge()
