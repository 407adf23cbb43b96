"""Looking words up in the log, by an index of three letters each, and narrowing it by filters.

The index only tells where to look: a line is found because its own text holds the words. It is kept by triggers.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from bot.conversations.finding import Filters, fold
from bot.conversations.messages import Author, Message
from bot.storage.rows import message_from
from bot.storage.tables import conversations, handoffs, messages, outcomes

INDEX = "message_words"
PIECE = 3  # letters
MOST_WORDS = 20
# SQLite's virtual table; its columns are made by the migration.
_words = sa.table(INDEX, sa.column("rowid", sa.Integer))


def search(connection: Connection, words: str, filters: Filters, limit: int) -> list[Message]:
    """Lines that hold every word or a part of a word, whatever its capitals and accents; the newest first."""
    asked = words.split()[:MOST_WORDS]
    where = [*map(_holds, asked), *_of_lines(filters)]
    if not where:
        return []
    lines = sa.select(messages)
    pieces = {piece for word in asked for piece in _pieces(fold(word))}
    if pieces and connection.dialect.name == "sqlite":
        lines = lines.join(_words, _words.c.rowid == messages.c.id)
        match = " AND ".join('"' + piece.replace('"', '""') + '"' for piece in sorted(pieces))
        where.append(sa.literal_column(INDEX).op("MATCH")(match))
    rows = connection.execute(lines.where(*where).order_by(messages.c.id.desc()).limit(limit))
    return [message_from(row) for row in rows]


def forget_erased(connection: Connection) -> None:
    """To be called once after texts were erased: their letters leave the index, not only its answers.

    SQLite writes the index anew, which holds up writers for about a second per 200,000 lines. In PostgreSQL an
    autovacuum does it.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO message_words (message_words) VALUES ('optimize')")


def narrowed(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """Of conversations; without the times, which are those of lines."""
    own, conversation = (outcomes.c.conversation_id, handoffs.c.conversation_id), conversations.c.id
    topic, outcome, agent = filters.topic, filters.outcome, filters.agent
    found: list[sa.ColumnElement[bool]] = []
    if filters.channel is not None:
        found.append(conversations.c.channel == filters.channel)
    if filters.language is not None:
        found.append(conversations.c.language == filters.language)
    if topic is not None:
        found.append(_either(own, conversation, outcomes.c.topic == topic, handoffs.c.topic == topic))
    if outcome is not None:
        ended = sa.or_(handoffs.c.verdict == outcome, handoffs.c.ending == outcome)
        found.append(_either(own, conversation, outcomes.c.outcome == outcome, ended))
    if agent is not None:
        found.append(_with_agent(agent))
    return found


def said_within(filters: Filters) -> Iterator[sa.ColumnElement[bool]]:
    if filters.since is not None:
        yield messages.c.created_at >= filters.since
    if filters.until is not None:
        yield messages.c.created_at < filters.until


def _of_lines(filters: Filters) -> Iterator[sa.ColumnElement[bool]]:
    yield from said_within(filters)
    if conditions := narrowed(filters):
        yield messages.c.conversation_id.in_(sa.select(conversations.c.id).where(*conditions))


def _either(
    own: Sequence[sa.ColumnElement[int]],
    conversation: sa.ColumnElement[int],
    errand: sa.ColumnElement[bool],
    handoff: sa.ColumnElement[bool],
) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.exists().where(own[0] == conversation, errand), sa.exists().where(own[1] == conversation, handoff)
    )


def _with_agent(agent: str) -> sa.ColumnElement[bool]:
    """Who has it, took a hand-over, or wrote."""
    lines = messages.alias("agents_lines")
    wrote = sa.and_(lines.c.author == Author.AGENT.value, lines.c.name == agent)
    held = sa.or_(handoffs.c.agent_id == agent, handoffs.c.agent_name == agent)
    return sa.or_(
        conversations.c.agent_id == agent,
        sa.exists().where(handoffs.c.conversation_id == conversations.c.id, held),
        sa.exists().where(lines.c.conversation_id == conversations.c.id, wrote),
    )


def _holds(word: str) -> sa.ColumnElement[bool]:
    pattern = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return sa.func.search_fold(messages.c.text, type_=sa.Text).like(
        sa.func.search_fold(f"%{pattern}%"), escape="\\"
    )


def _pieces(word: str) -> Iterator[str]:
    yield from (word[place : place + PIECE] for place in range(len(word) - PIECE + 1))
