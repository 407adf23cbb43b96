"""The views of the database that the report reads like anybody else."""

import sqlalchemy as sa

from bot.storage.columns import Moment
from bot.storage.counted_tables import counted_citations, counted_conversations, counted_unclear
from bot.storage.rating_tables import ratings
from bot.storage.tables import conversations

# Without the views' joins, which tell the report nothing new: a year is read in half the time.
talks = counted_conversations
citations = counted_citations
unclear = counted_unclear

handovers = sa.table(
    "report_handovers",
    sa.column("handoff_id", sa.BigInteger),
    sa.column("conversation_id", sa.BigInteger),
    sa.column("channel", sa.Text),
    sa.column("language", sa.Text),
    sa.column("topic", sa.Text),
    sa.column("asked_at", Moment),
    sa.column("claimed_at", Moment),
    sa.column("answered_at", Moment),
    sa.column("ended_at", Moment),
    sa.column("ending", sa.Text),
    sa.column("verdict", sa.Text),
    sa.column("cause", sa.Text),
    sa.column("shown", sa.Boolean),
    sa.column("waiting_seconds", sa.Float),
    sa.column("first_answer_seconds", sa.Float),
    sa.column("handling_seconds", sa.Float),
    sa.column("open_seconds", sa.Float),
)

rated = (
    sa.select(
        ratings.c.rated,
        ratings.c.score,
        ratings.c.asked_at,
        conversations.c.channel,
        conversations.c.language,
    )
    .join(conversations, conversations.c.id == ratings.c.conversation_id)
    .subquery("rated_conversations")
)
