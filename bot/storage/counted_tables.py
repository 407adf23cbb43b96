"""What the report has counted of the log: it can be thrown away and is then counted anew."""

import sqlalchemy as sa

from bot.storage.columns import Moment, Words
from bot.storage.schema import metadata


def _of(column: str, *, primary_key: bool = False) -> sa.Column[int]:
    """Bound to no row: figures outlive the lines that they were counted from, and hold nobody's words or address."""
    return sa.Column(column, sa.BigInteger, nullable=False, primary_key=primary_key, autoincrement=False)


# One row for each conversation in which a customer wrote. `day`, `weekday` (Monday is 0) and `hour` are the shop's
# own, of the first line; `person` is the number of the customer's first conversation; `again_after`: seconds from
# the last line until the same customer began another conversation.
counted_conversations = sa.Table(
    "counted_conversations",
    metadata,
    _of("conversation_id", primary_key=True),
    sa.Column("person", sa.BigInteger, nullable=False),
    sa.Column("channel", Words, nullable=False),
    sa.Column("language", Words, nullable=False),
    sa.Column("topic", Words),
    sa.Column("began_at", Moment, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("weekday", sa.Integer, nullable=False),
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("asking", sa.Integer, nullable=False),
    sa.Column("answered", sa.Integer, nullable=False),
    sa.Column("asked_back", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.Column("failed", sa.Integer, nullable=False),
    sa.Column("handed", sa.Boolean, nullable=False),
    sa.Column("helped", sa.Boolean, nullable=False),
    sa.Column("unsolved", sa.Boolean, nullable=False),
    sa.Column("again_after", sa.Integer),
    sa.Index(None, "day", "channel", "language"),
    sa.Index(None, "person"),
)

# In how many answers of a conversation a rule of the shop was cited, and in which words.
counted_citations = sa.Table(
    "counted_citations",
    metadata,
    _of("conversation_id", primary_key=True),
    sa.Column("rule", Words, primary_key=True),
    sa.Column("text", Words, primary_key=True),
    sa.Column("answers", sa.Integer, nullable=False),
)

# Customers' lines that the bot did not answer at once, with the topic that was nearest.
counted_unclear = sa.Table(
    "counted_unclear",
    metadata,
    _of("message_id", primary_key=True),
    _of("conversation_id"),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("nearest", Words),
    sa.Index(None, "conversation_id"),
)

# One row: every line up to `message_id` is counted, by the days of `zone`.
counted_until = sa.Table(
    "counted_until",
    metadata,
    sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("counted_at", Moment, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
)
