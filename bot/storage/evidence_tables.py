"""The tables of the evidence: signed checkpoints of the log, and signed erasures."""

import sqlalchemy as sa

from bot.storage.columns import Moment, Words
from bot.storage.schema import metadata

# `top`: the log's highest id when it was made.
checkpoints = sa.Table(
    "checkpoints",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("top", sa.BigInteger, nullable=False),
    sa.Column("previous", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Index(None, "made_at"),
)

# No foreign keys, here and below: what is signed outlives what it speaks of, so that its loss is seen.
heads = sa.Table(
    "heads",
    metadata,
    sa.Column("conversation_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("checkpoint", sa.Integer, nullable=False),
    sa.Column("link", sa.LargeBinary, nullable=False),
    sa.Index(None, "checkpoint"),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("conversation_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("erased_at", Moment, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)
