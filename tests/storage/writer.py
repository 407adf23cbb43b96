"""Writes pairs of lines from eight tasks, reporting the numbers of each pair once it is stored, until killed.

With a third argument it kills itself in the very moment after so many reports.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

from bot.conversations.messages import Author, Entry
from bot.storage.store import SqlStore, database


async def write(store: SqlStore, conversation_id: int, reports: Iterator[int], last: int) -> None:
    while True:
        now = datetime.now(UTC)
        async with store.transaction() as ledger:
            one = await ledger.append(conversation_id, Entry(Author.BOT, "one"), now)
            two = await ledger.append(conversation_id, Entry(Author.BOT, "two"), now)
        os.write(1, f"{one.id}\n{two.id}\n".encode())
        if next(reports) == last:
            os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, conversation_id: int, last: int = 0) -> None:
    store, reports = SqlStore(database(url)), count(1)
    await asyncio.gather(*(write(store, conversation_id, reports, last) for _ in range(8)))


asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
