"""What the report counts of the log, and views for those who have tools of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _conversations()
    _citations()
    _unclear()
    _until()
    for view in VIEWS:
        op.execute(sa.text(view))
    op.execute(sa.text(_handovers()))


def _in_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _of(column: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(column, sa.BigInteger, nullable=False, primary_key=primary_key, autoincrement=False)


def _conversations() -> None:
    counts = ("lines", "asking", "answered", "asked_back", "rejected", "failed")
    op.create_table(
        "counted_conversations",
        _of("conversation_id", primary_key=True),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("topic", sa.Text),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in counts),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("handed", "helped", "unsolved")),
        sa.Column("again_after", sa.Integer),
    )
    for columns in (["day", "channel", "language"], ["person"]):
        op.create_index(f"counted_conversations_by_{'_'.join(columns)}", "counted_conversations", columns)


def _citations() -> None:
    op.create_table(
        "counted_citations",
        _of("conversation_id", primary_key=True),
        sa.Column("rule", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, primary_key=True),
        sa.Column("answers", sa.Integer, nullable=False),
    )


def _unclear() -> None:
    op.create_table(
        "counted_unclear",
        _of("message_id", primary_key=True),
        _of("conversation_id"),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("nearest", sa.Text),
    )
    op.create_index("counted_unclear_by_conversation_id", "counted_unclear", ["conversation_id"])


def _until() -> None:
    op.create_table(
        "counted_until",
        sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
    )


# Each joins two tables, so that nobody can write through it.
VIEWS = (
    """CREATE VIEW report_conversations AS
    SELECT counted.conversation_id, counted.person, counted.channel, counted.language, counted.topic,
      counted.began_at, counted.last_at, counted.day, counted.weekday, counted.hour, counted.lines,
      counted.asking, counted.answered, counted.asked_back, counted.rejected, counted.failed,
      counted.handed, counted.helped, counted.unsolved, counted.again_after,
      conversations.handling
    FROM counted_conversations counted JOIN conversations ON conversations.id = counted.conversation_id""",
    """CREATE VIEW report_citations AS
    SELECT cited.conversation_id, cited.rule, cited.text, cited.answers,
      counted.channel, counted.language, counted.topic, counted.day
    FROM counted_citations cited JOIN counted_conversations counted
      ON counted.conversation_id = cited.conversation_id""",
    """CREATE VIEW report_unclear AS
    SELECT unclear.message_id, unclear.conversation_id, unclear.decision, unclear.nearest,
      counted.channel, counted.language, counted.day
    FROM counted_unclear unclear JOIN counted_conversations counted
      ON counted.conversation_id = unclear.conversation_id""",
)

HANDOVERS = """CREATE VIEW report_handovers AS
    SELECT handoffs.id AS handoff_id, handoffs.conversation_id, conversations.channel, conversations.language,
      handoffs.reason, handoffs.topic, handoffs.asked_at, handoffs.claimed_at, handoffs.answered_at,
      handoffs.ended_at, handoffs.ending, handoffs.verdict, handoffs.cause,
      (handoffs.ended_at IS NULL OR handoffs.ended_at > handoffs.asked_at) AND NOT (
        EXISTS (SELECT 1 FROM tickets WHERE tickets.handoff_id = handoffs.id)
        AND NOT EXISTS (SELECT 1 FROM tickets WHERE tickets.handoff_id = handoffs.id AND thread IS NOT NULL)
      ) AS shown,
      {waiting} AS waiting_seconds,
      {first_answer} AS first_answer_seconds,
      {handling} AS handling_seconds,
      {open} AS open_seconds
    FROM handoffs JOIN conversations ON conversations.id = handoffs.conversation_id"""


def _handovers() -> str:
    return HANDOVERS.format(
        waiting=_seconds("asked_at", "claimed_at"),
        first_answer=_seconds("asked_at", "answered_at"),
        handling=_seconds("claimed_at", "ended_at"),
        open=_seconds("asked_at", "ended_at"),
    )


def _seconds(since: str, until: str) -> str:
    since, until = f"handoffs.{since}", f"handoffs.{until}"
    if _in_postgresql():
        return f"CAST(EXTRACT(EPOCH FROM {until} - {since}) AS DOUBLE PRECISION)"
    return f"round((julianday({until}) - julianday({since})) * 86400, 3)"
