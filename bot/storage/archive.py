"""Reading the log as a whole, for people who look something up or carry it elsewhere."""

from collections.abc import AsyncGenerator, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.messages import Message
from bot.storage.database import Database
from bot.storage.rows import message_from
from bot.storage.tables import messages

PAGE = 1000


class Archive:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(self, words: Sequence[str], limit: int) -> list[Message]:
        """The newest lines that hold every word, newest first; capitals do not matter."""
        return await self._database.read(_with_words, tuple(words), limit)

    async def everything(self) -> AsyncGenerator[Message]:
        """All lines in the order in which they were written."""
        last = 0
        while page := await self._database.read(_after, last):
            for message in page:
                yield message
            last = page[-1].id


def _with_words(connection: Connection, words: tuple[str, ...], limit: int) -> list[Message]:
    wanted = sa.select(messages).where(*(messages.c.text.icontains(word, autoescape=True) for word in words))
    return [
        message_from(row) for row in connection.execute(wanted.order_by(messages.c.id.desc()).limit(limit))
    ]


def _after(connection: Connection, last: int) -> list[Message]:
    page = sa.select(messages).where(messages.c.id > last).order_by(messages.c.id).limit(PAGE)
    return [message_from(row) for row in connection.execute(page)]
