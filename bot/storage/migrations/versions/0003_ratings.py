"""What customers say of the help they got, and what the assistant takes their complaints to be about."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _ratings()
    _proposed_causes()


def _of(table: str, column: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(column, sa.BigInteger, sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", NUMBER, primary_key=True),
        _of("conversations", "conversation_id"),
        _of("handoffs", "handoff_id", nullable=True),
        sa.Column("rated", sa.Text, nullable=False),
        sa.Column("agent_id", sa.Text),
        sa.Column("agent_name", sa.Text),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("score", sa.Integer),
        sa.Column("given_at", MOMENT),
        sa.Column("words_asked_at", MOMENT),
        _of("messages", "words_id", nullable=True),
        sa.CheckConstraint("rated IN ('bot', 'person')", name="rated_known"),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="score_known"),
        sa.CheckConstraint("(score IS NULL) = (given_at IS NULL)", name="score_has_time"),
        sa.CheckConstraint("(rated = 'person') = (agent_id IS NOT NULL)", name="person_has_name"),
        sqlite_autoincrement=True,
    )
    for column in ("conversation_id", "asked_at", "words_asked_at"):
        op.create_index(f"ratings_by_{column}", "ratings", [column])


def _proposed_causes() -> None:
    op.create_table(
        "proposed_causes",
        sa.Column(
            "handoff_id", sa.BigInteger, sa.ForeignKey("handoffs.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "cause IN ('delivery', 'product', 'staff', 'price', 'website', 'policy', 'wait', 'other')",
            name="cause_known",
        ),
    )
