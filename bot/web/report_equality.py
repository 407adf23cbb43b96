"""Whether all are served alike, on the page: the gaps that matter in words, and every measure in one table each."""

from collections.abc import Sequence

from bot.insight.definitions import SHARES, TIMES, Share
from bot.insight.equality import Compared
from bot.insight.figures import Kind
from bot.insight.report import Reading
from bot.web.report_figures import csv_link, meaning
from bot.web.report_markup import Markup, Part, el
from bot.web.report_words import CHANNELS, LANGUAGES, between, duration, written

SAID = 8  # gaps told in words
WORDS = {"language": ("Languages", LANGUAGES), "channel": ("Channels", CHANNELS)}


def gaps_section(reading: Reading) -> Markup | None:
    worse = [each for each in reading.compared if each.worse]
    if len(reading.compared) == 0:
        return None
    worse.sort(key=lambda each: -abs(each.gap.value) if each.gap and isinstance(each.measure, Share) else 0)
    told: Part = (
        el("ul", *(el("li", _sentence(each)) for each in worse[:SAID]))
        if worse
        else el("p", "None: by language and by channel, all are served alike as far as can be told.")
    )
    more = f"And {len(worse) - SAID} more, in the tables at the end." if len(worse) > SAID else None
    return el(
        "section",
        el("h2", "Who is served worse", id="gaps"),
        told,
        el("p", more) if more else None,
        class_="part gaps",
    )


def _sentence(each: Compared) -> Sequence[Part]:
    gap, kind = each.gap, _kind(each)
    if gap is None or each.others is None:
        return []
    size = f"{100 * abs(gap.value):.1f} points" if kind is Kind.SHARE else duration(abs(gap.value))
    than = f"{size} {'below' if gap.value < 0 else 'above'} all others ({written(kind, each.others.value)})"
    name = WORDS[each.by][1].get(each.group, each.group)
    value = f"{each.measure.title.lower()} {written(kind, each.one.value)}, {than}."
    return [el("strong", name), f": {value}"]


def _kind(each: Compared) -> Kind:
    return Kind.SHARE if isinstance(each.measure, Share) else Kind.SECONDS


def equality_section(reading: Reading, query: str) -> Markup | None:
    figure = reading.figure("equality")
    if figure is None or not figure.rows:
        return None
    tables = [_half(by, [each for each in reading.compared if each.by == by]) for by in WORDS]
    return el(
        "section",
        el("h2", figure.title),
        *tables,
        el("div", meaning(figure.meaning, figure.title), csv_link(figure, query), class_="foot"),
        class_="part equality",
    )


def _half(by: str, found: Sequence[Compared]) -> Part:
    if not found:
        return None
    title, names = WORDS[by]
    ident = f"equality-{by}"
    measures = [measure for measure in (*SHARES, *TIMES) if any(each.measure is measure for each in found)]
    groups = list(dict.fromkeys(each.group for each in found))
    cells = {(each.group, each.measure.key): each for each in found}
    head = el(
        "tr",
        el("th", title, scope="col"),
        *(el("th", each.title, scope="col", class_="number") for each in measures),
    )
    rows = [
        el(
            "tr",
            el("th", names.get(group, group), scope="row"),
            *(_cell(cells.get((group, measure.key))) for measure in measures),
        )
        for group in groups
    ]
    label = f"Chart: every measure by {by}, with its 95 % interval. The table below says the same."
    table = el(
        "table", el("caption", f"Every measure by {by}", class_="unseen"), el("thead", head), el("tbody", *rows),
        data_table=ident,
    )  # fmt: skip
    return el(
        "section",
        el("h3", title, id=ident),
        el("div", class_="chart", role="img", aria_label=label, data_chart="intervals", data_figure=ident),
        el("div", table, class_="scroll", tabindex="0", role="region", aria_label=f"Every measure by {by}"),
        class_="figure wide",
    )


def _cell(each: Compared | None) -> Markup:
    if each is None:
        return el("td", "–", class_="number")
    kind, one = _kind(each), each.one
    sign = None
    if each.matters:
        word = "worse" if each.worse else "better"
        sign = el("span", f" {word}", class_=f"sign {word}")
    return el(
        "td",
        written(kind, one.value),
        sign,
        el("br"),
        el("small", between(kind, one.low, one.high)),
        class_="number",
        data_v=repr(one.value),
        data_low=repr(one.low),
        data_high=repr(one.high),
        data_kind=kind,
    )
