"""Writes pairs of lines from eight tasks, and reports each pair's numbers once they are stored, until killed."""

import asyncio
import os
import sys
from datetime import UTC, datetime

from bot.conversations.messages import Author, Entry
from bot.storage.store import SqlStore, database


async def write(store: SqlStore, conversation_id: int) -> None:
    while True:
        now = datetime.now(UTC)
        async with store.transaction() as ledger:
            one = await ledger.append(conversation_id, Entry(Author.BOT, "one"), now)
            two = await ledger.append(conversation_id, Entry(Author.BOT, "two"), now)
        os.write(1, f"{one.id}\n{two.id}\n".encode())


async def main(url: str, conversation_id: int) -> None:
    store = SqlStore(database(url))
    await asyncio.gather(*(write(store, conversation_id) for _ in range(8)))


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
