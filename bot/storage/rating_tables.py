"""The tables of what customers and the assistant say of an episode: ratings, and the causes it proposes."""

import sqlalchemy as sa

from bot.conversations.handoffs import Cause
from bot.conversations.ratings import Rated
from bot.storage.columns import Moment, Words, one_of
from bot.storage.schema import metadata, number, of

# A row is a question that was asked; the customer's own words are a line of the log.
ratings = sa.Table(
    "ratings",
    metadata,
    number(),
    of("conversations", "conversation_id"),
    of("handoffs", "handoff_id", nullable=True),
    sa.Column("rated", sa.Text, nullable=False),
    sa.Column("agent_id", Words),
    sa.Column("agent_name", Words),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("score", sa.Integer),
    sa.Column("given_at", Moment),
    sa.Column("words_asked_at", Moment),
    of("messages", "words_id", nullable=True),
    one_of("rated", Rated),
    sa.CheckConstraint("score BETWEEN 1 AND 5", name="score_known"),
    sa.CheckConstraint("(score IS NULL) = (given_at IS NULL)", name="score_has_time"),
    sa.CheckConstraint("(rated = 'person') = (agent_id IS NOT NULL)", name="person_has_name"),
    sa.Index(None, "conversation_id"),
    sa.Index(None, "asked_at"),
    sa.Index(None, "words_asked_at"),
    sqlite_autoincrement=True,
)

# What the assistant took a hand-over to be about; the agent's own word stands in `handoffs.cause`.
proposed_causes = sa.Table(
    "proposed_causes",
    metadata,
    of("handoffs", "handoff_id", primary_key=True),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("proposed_at", Moment, nullable=False),
    one_of("cause", Cause),
)
