"""A figure on the page: what it means, its chart to be drawn, the table that the chart is drawn from, the file."""

from bot.insight.figures import Cell, Chart, Column, Figure
from bot.web.report_markup import Markup, Part, el
from bot.web.report_words import NUMBERS, written

SHORT = 8  # rows that are shown at once, beside a chart
WIDE = frozenset({"days", "hours", "policies", "topics", "unclear"})
DRAWN = frozenset({Chart.TIMELINE, Chart.BARS, Chart.FUNNEL, Chart.STACKED})
SHADES = 9


def section(figure: Figure, query: str) -> Markup:
    ident = f"figure-{figure.key}"
    drawn = figure.chart in DRAWN
    table = _table(figure, ident)
    return el(
        "section",
        el("h3", figure.title, id=ident),
        _chart(figure) if drawn else None,
        el(
            "details",
            el("summary", "The same as a table"),
            table,
            open=len(figure.rows) <= SHORT,
            class_="data",
        )
        if drawn
        else table,
        el("div", meaning(figure.meaning, figure.title), csv_link(figure, query), class_="foot"),
        class_=f"figure {figure.key}" + (" wide" if figure.key in WIDE else ""),
    )


def meaning(text: str, of: str) -> Markup:
    hidden = el("span", f": {of}", class_="unseen")
    return el("details", el("summary", "What this is", hidden), el("p", text), class_="meaning")


def csv_link(figure: Figure, query: str) -> Markup:
    hidden = el("span", f": {figure.title}", class_="unseen")
    return el("a", "CSV", hidden, href=f"/report/{figure.key}.csv?{query}", class_="csv")


def _chart(figure: Figure) -> Markup:
    label = f"Chart: {figure.title}. The table below says the same."
    return el(
        "div", class_="chart", role="img", aria_label=label, data_chart=figure.chart, data_figure=figure.key
    )


def _table(figure: Figure, ident: str) -> Markup:
    most = _most(figure) if figure.chart is Chart.HEATMAP else 0
    head = el(
        "tr", *(el("th", column.title, scope="col", class_=_class(column)) for column in figure.columns)
    )
    rows = [_row(figure, row, most) for row in figure.rows]
    table = el(
        "table",
        el("caption", figure.title, class_="unseen"),
        el("thead", head),
        el("tbody", *rows),
        class_=figure.chart,
        data_table=figure.key,
    )
    # Reached by keyboard, so that it can be scrolled without a mouse.
    return el("div", table, class_="scroll", tabindex="0", role="region", aria_labelledby=ident)


def _row(figure: Figure, row: tuple[Cell, ...], most: int) -> Markup:
    cells: list[Part] = [
        _cell(column, cell, place == 0, most)
        for place, (column, cell) in enumerate(zip(figure.columns, row, strict=True))
    ]
    return el("tr", *cells)


def _cell(column: Column, cell: Cell, first: bool, most: int) -> Markup:
    raw = None if cell is None or isinstance(cell, str) else repr(cell)
    words = written(column.kind, cell)
    if first:
        return el("th", words, scope="row", data_v=raw)
    shade = f"shade{round(SHADES * cell / most)}" if most and isinstance(cell, int) else None
    return el("td", words, class_=shade or _class(column), data_v=raw)


def _class(column: Column) -> str | None:
    return "number" if column.kind in NUMBERS else None


def _most(figure: Figure) -> int:
    counts = [cell for row in figure.rows for cell in row if isinstance(cell, int)]
    return max(counts, default=0)
