"""The report as a page that is whole without its script: the script only draws what its tables say."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from bot.insight.report import Reading
from bot.insight.span import Span
from bot.web.report_equality import equality_section, gaps_section
from bot.web.report_figures import section
from bot.web.report_glance import tiles
from bot.web.report_markup import Markup, Part, el
from bot.web.report_words import CHANNELS, LANGUAGES

# Where this id is taken, Plotly does not write the styles of its maps into the page, which our policy refuses.
MAP_STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"
PARTS = (
    ("What was asked", ("days", "topics", "hours", "channels", "languages")),
    ("When people take over", ("funnel", "times")),
    ("What customers say", ("ratings", "complaints")),
    ("What the assistant knows", ("unclear", "policies")),
)


def page(reading: Reading, query: str, now: datetime) -> str:
    body = el(
        "body",
        el("a", "Skip to the figures", href="#figures", class_="skip"),
        _bar(),
        _filters(reading, now),
        el("main", _title(reading), *_figures(reading, query), id="figures", tabindex="-1"),
    )
    return _document("Report", body, charts=bool(reading.figures))


def _figures(reading: Reading, query: str) -> Sequence[Part]:
    if not any(figure.rows for figure in reading.figures if figure.key == "days"):
        return [el("p", "Nobody wrote in these days. Choose others above.", class_="nothing")]
    parts: list[Part] = [tiles(reading.figure("glance"), query), gaps_section(reading)]
    for title, keys in PARTS:
        found = [figure for key in keys if (figure := reading.figure(key)) and figure.rows]
        if found:
            sections = [section(figure, query) for figure in found]
            parts.append(el("section", el("h2", title), el("div", *sections, class_="grid"), class_="part"))
    return [*parts, equality_section(reading, query)]


def _title(reading: Reading) -> Part:
    span = reading.span
    whose = [
        CHANNELS.get(span.channel, span.channel) if span.channel else "All channels",
        LANGUAGES.get(span.language, span.language) if span.language else "all languages",
    ]
    told = f"{whose[0]}, {whose[1]}."
    if reading.counted_at:
        told += f" Counted until {reading.counted_at.astimezone(span.zone):%H:%M} ({span.zone.key})."
    behind = f"Still counting: about {reading.behind:,} lines are missing." if reading.behind else None
    return [
        el("h1", f"{_date(span.first)} – {_date(span.last)}"),
        el("p", told, class_="under"),
        el("p", behind, class_="behind", role="status") if behind else None,
    ]


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _bar() -> Markup:
    return el(
        "header",
        el("p", "Shopdesk ", el("span", "report"), class_="brand"),
        el("nav", el("a", "Desk", href="/desk"), aria_label="Pages"),
        class_="bar",
    )


def _filters(reading: Reading, now: datetime) -> Markup:
    span = reading.span
    return el(
        "form",
        _field(
            "From",
            el("input", type="date", name="from", id="from", value=span.first.isoformat(), required=True),
        ),
        _field(
            "Until",
            el("input", type="date", name="until", id="until", value=span.last.isoformat(), required=True),
        ),
        _field("Channel", _choice("channel", "All channels", reading.channels, CHANNELS, span.channel)),
        _field("Language", _choice("language", "All languages", reading.languages, LANGUAGES, span.language)),
        el("button", "Show", type="submit", class_="primary"),
        el(
            "ul",
            *(el("li", link) for link in _shortcuts(span, now)),
            class_="shortcuts",
            aria_label="Often used",
        ),
        action="/report",
        method="get",
        class_="filters",
        aria_label="What the report is about",
    )


def _field(label: str, control: Markup) -> Markup:
    return el("label", el("span", label), control)


def _choice(
    name: str, everything: str, keys: Sequence[str], words: dict[str, str], chosen: str | None
) -> Markup:
    options = [el("option", everything, value="")]
    options += [el("option", words.get(key, key), value=key, selected=key == chosen) for key in keys]
    return el("select", *options, name=name, id=name)


def _shortcuts(span: Span, now: datetime) -> Sequence[Markup]:
    today = now.astimezone(span.zone).date()
    same = {"channel": span.channel, "language": span.language}
    kept = {name: value for name, value in same.items() if value}
    return [
        el(
            "a",
            title,
            href="/report?" + urlencode({"from": today - timedelta(days=days - 1), "until": today} | kept),
        )
        for title, days in (("7 days", 7), ("4 weeks", 28), ("12 weeks", 84), ("A year", 365))
    ]


def sign_in_page() -> str:
    body = el(
        "body",
        el(
            "main",
            el("h1", "The report is for staff"),
            el("p", "Please ", el("a", "sign in at the desk", href="/desk"), ", then open this page again."),
            class_="stranger",
        ),
    )
    return _document("Report", body, charts=False)


def _document(title: str, body: Markup, *, charts: bool) -> str:
    head: list[Part] = [
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", f"Shopdesk {title.lower()}"),
        el("link", rel="icon", href="data:,", id=MAP_STYLE),
        # By this id and class Plotly knows that its styles are ours: it then writes none into the page.
        el(
            "link",
            rel="stylesheet",
            href="/report/report.css",
            id="plotly.js-style-global",
            class_="no-inline-styles",
        ),
    ]
    if charts:
        head.append(el("script", src="/report/report.js", defer=True))
    return "<!doctype html>\n" + el("html", el("head", *head), body, lang="en")
