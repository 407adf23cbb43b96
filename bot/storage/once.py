"""An INSERT that does nothing, or changes the row, where a unique index says that it is there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(
    table: sa.Table,
    *index: str,
    where: sa.ColumnElement[bool] | None = None,
    returning: Sequence[sa.ColumnElement[Any]] = (),
    **values: Any,
) -> Mapping[str, sa.Executable]:
    """By the dialect's name; gives back the row, or what is asked of it, or none."""
    return {
        dialect.__name__.rpartition(".")[2]: dialect.insert(table)
        .values(**values)
        .on_conflict_do_nothing(index_elements=index, index_where=where)
        .returning(*(returning or (table,)))
        for dialect in (postgresql, sqlite)
    }


Changes = Callable[[Any], Mapping[str, Any]]  # of the row that was to be inserted, to the columns changed


def insert_or_change(
    table: sa.Table,
    *index: str,
    change: Changes,
    where: Callable[[Any], sa.ColumnElement[bool]] | None = None,
    **values: Any,
) -> Mapping[str, sa.Executable]:
    """By the dialect's name; gives back the row as it is then, or none when `where` left it as it was."""
    made = {}
    for dialect in (postgresql, sqlite):
        insert = dialect.insert(table).values(**values)
        new = insert.excluded
        made[dialect.__name__.rpartition(".")[2]] = insert.on_conflict_do_update(
            index_elements=index, set_=change(new), where=where(new) if where else None
        ).returning(table)
    return made
