"""The measures at the top, each with what it was before and its meaning a click away."""

from bot.insight.definitions import SHARES, TIMES, Share, Time
from bot.insight.figures import Cell, Figure, Kind
from bot.web.report_figures import csv_link, meaning
from bot.web.report_markup import Markup, Part, el
from bot.web.report_words import THIN, between, duration, written

MEASURES: dict[str, Share | Time] = {measure.key: measure for measure in (*SHARES, *TIMES)}
COUNTS = {
    "talks": (
        "Conversations",
        "Conversations in which a customer wrote, counted on the day on which they began.",
    ),
    "lines": (
        "Lines",
        "All that customer, assistant, people and shop wrote in them and the customer may see.",
    ),
}


def tiles(figure: Figure | None, query: str) -> Markup | None:
    if figure is None:
        return None
    return el(
        "section",
        el("h2", figure.title),
        el("ul", *map(_tile, figure.rows), class_="tiles"),
        el("div", meaning(figure.meaning, figure.title), csv_link(figure, query), class_="foot"),
        class_="part glance",
    )


def _tile(row: tuple[Cell, ...]) -> Markup:
    key, unit, value, low, high, of, before = row
    kind = Kind(str(unit))
    title, means = COUNTS.get(str(key)) or (MEASURES[str(key)].title, MEASURES[str(key)].meaning)
    interval, change = None, _change(str(key), kind, value, before)
    if isinstance(low, float) and isinstance(high, float):
        interval = f"{between(kind, low, high)}, of {written(Kind.COUNT, of)}"
    return el(
        "li",
        el("p", title, class_="name"),
        el("p", written(kind, value), class_="value"),
        el("p", interval, class_="interval") if interval else None,
        el("p", change, class_="change") if change else None,
        meaning(means, title),
    )


def _change(key: str, kind: Kind, value: Cell, before: Cell) -> Part:
    if not isinstance(value, int | float) or not isinstance(before, int | float):
        return None
    gap = value - before
    sign = "▲" if gap > 0 else "▼"
    words = {Kind.SHARE: f"{100 * abs(gap):.1f} points", Kind.SECONDS: duration(abs(gap))}
    told = words.get(kind, f"{100 * abs(gap) / before:.0f}{THIN}%" if before else "")
    if gap == 0:
        return "as before"
    measure = MEASURES.get(key)
    good = measure is not None and (gap > 0) == (measure.better == "more")
    mood = "" if measure is None else ("good" if good else "bad")
    than = "more than before" if gap > 0 else "less than before"
    return el("span", el("span", sign, aria_hidden="true"), f" {told} {than}", class_=mood or None)
