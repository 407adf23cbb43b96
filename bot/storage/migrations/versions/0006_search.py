"""The index by which words are found in the log, kept by triggers; what is there already is put into it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# As `fold` in bot/conversations/finding.py. Who changes one must change both, and write the index anew.
MARKS = "[\u0300-\u036f\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060]"
ALIKE = "ØøŁłĐđıىيكہەةھ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
AS_ONE = "ooLlDdiییکههہه01234567890123456789"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _postgresql()
    else:
        _sqlite()


def _sqlite() -> None:
    """It holds three letters each and no texts: those stand in the log."""
    op.execute(
        "CREATE VIRTUAL TABLE message_words "
        "USING fts5(words, content='', tokenize='trigram', detail=none, columnsize=0)"
    )
    put = "INSERT INTO message_words (rowid, words) VALUES (NEW.id, search_fold(NEW.text));"
    take = (
        "INSERT INTO message_words (message_words, rowid, words)"
        " VALUES ('delete', OLD.id, search_fold(OLD.text));"
    )
    for name, event, steps in (
        ("insert", "INSERT", put),
        ("update", "UPDATE OF text", f"{take} {put}"),
        ("delete", "DELETE", take),
    ):
        op.execute(f"CREATE TRIGGER messages_words_{name} AFTER {event} ON messages BEGIN {steps} END")
    op.execute("INSERT INTO message_words (rowid, words) SELECT id, search_fold(text) FROM messages")
    op.execute("INSERT INTO message_words (message_words) VALUES ('optimize')")


def _postgresql() -> None:
    """Where the extension cannot be had, words are found by reading every line."""
    op.execute(
        "CREATE FUNCTION search_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS "
        f"$$ SELECT lower(translate(regexp_replace(normalize(said, NFKD), '{MARKS}', '', 'g'), "
        f"'{ALIKE}', '{AS_ONE}')) $$"
    )
    op.execute(
        "DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; "
        "EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN "
        "RAISE NOTICE 'without pg_trgm words are searched line by line'; END $$"
    )
    has = "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"
    if op.get_bind().scalar(sa.text(has)):
        op.execute("CREATE INDEX message_words ON messages USING gin (search_fold(text) gin_trgm_ops)")
