"""An INSERT that does nothing where a unique index says that the row is there."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(
    table: sa.Table, *index: str, where: sa.ColumnElement[bool] | None = None, **values: Any
) -> Mapping[str, sa.Executable]:
    """By the dialect's name; gives back the row, or none."""
    return {
        dialect.__name__.rpartition(".")[2]: dialect.insert(table)
        .values(**values)
        .on_conflict_do_nothing(index_elements=index, index_where=where)
        .returning(table)
        for dialect in (postgresql, sqlite)
    }
