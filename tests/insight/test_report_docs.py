"""docs/report.md says what the code does: every measure, figure, view and column."""

from collections.abc import Iterator

import sqlalchemy as sa

from bot.insight.definitions import SHARES, TIMES
from bot.settings import ROOT
from bot.storage.store import SqlStore
from tests.insight.conftest import ALL_YEAR, report_of

PAGE = (ROOT / "docs/report.md").read_text()
VIEWS = ("report_conversations", "report_handovers", "report_citations", "report_unclear")


def definitions() -> Iterator[str]:
    """The table of measures, a row each."""
    yield "| measure | in files | what it is |"
    yield "|---|---|---|"
    for measure in (*SHARES, *TIMES):
        yield f"| {measure.title} | `{measure.key}` | {measure.meaning} |"


def test_the_table_of_measures_is_the_codes() -> None:
    """Mutation: a changed definition whose words stay in one of the two places."""
    table = "\n".join(definitions()) + "\n"

    assert table in PAGE, f"docs/report.md must hold:\n{table}"


async def test_every_figure_is_there(store: SqlStore) -> None:
    figures = (await report_of(store).read(ALL_YEAR)).figures

    assert [figure.key for figure in figures if f"| `{figure.key}` | {figure.title}" not in PAGE] == []


async def test_every_view_is_there_with_its_columns_and_cannot_be_written(store: SqlStore) -> None:
    """Mutation: a view over one table, which PostgreSQL would let one write through."""

    def columns(connection: sa.Connection) -> dict[str, list[str]]:
        inspector = sa.inspect(connection)
        return {view: [column["name"] for column in inspector.get_columns(view)] for view in VIEWS}

    found = await store.database.scan(columns)

    for view, names in found.items():
        section = PAGE.partition(f"### `{view}`")[2].partition("### ")[0]
        assert [name for name in names if f"`{name}`" not in section] == [], view
