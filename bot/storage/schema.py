"""What all tables share: how constraints are named, and columns that many have."""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_exists",
        "uq": "%(table_name)s_%(column_0_N_name)s_once",
        "ck": "%(table_name)s_%(constraint_name)s",
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
    }
)


def number() -> sa.Column[int]:
    """A row's own number. SQLite counts faster and never reuses one as INTEGER … AUTOINCREMENT."""
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def of(table: str, column: str, *, nullable: bool = False, primary_key: bool = False) -> sa.Column[int]:
    """The number of another table's row."""
    return sa.Column(
        column,
        sa.BigInteger,
        sa.ForeignKey(f"{table}.id"),
        nullable=nullable,
        primary_key=primary_key,
        autoincrement=False,
    )
