"""How much was asked: by day, hour, channel, language and topic."""

from calendar import day_name
from collections.abc import Mapping
from datetime import date, timedelta

from bot.insight.definitions import ASKED_AGAIN, CONTAINED, RESOLVED
from bot.insight.figures import Cell, Chart, Column, Figure, Kind
from bot.insight.span import Span
from bot.insight.sums import Key, Sums, rolled_up, value

BY_WEEK = 120  # days that a line of days can still show
_TALKS = Column("conversations", "Conversations", Kind.COUNT)
_LINES = Column("lines", "Lines", Kind.COUNT)
_SHARES = tuple(
    Column(measure.key, measure.title, Kind.SHARE) for measure in (CONTAINED, RESOLVED, ASKED_AGAIN)
)
COUNTED = (
    "A conversation is counted once, where it began, on the channel and in the language that it has now. Lines are "
    "those that the customer may see: of customer, assistant, people and shop."
)


def _shares(sums: Sums) -> tuple[Cell, ...]:
    return tuple(value(measure, sums) for measure in (CONTAINED, RESOLVED, ASKED_AGAIN))


def days(sums: Mapping[Key, Sums], span: Span) -> Figure:
    """`sums` by (day, channel, language)."""
    weekly = span.days > BY_WEEK
    found = rolled_up(sums, lambda key: (_week(key[0]) if weekly else key[0],))
    rows = [(day, of["talks"], of["lines"], *_shares(of)) for (day,), of in sorted(found.items())]
    title = "Week from" if weekly else "Day"
    return Figure(
        "days",
        "Over time",
        COUNTED + (" Weeks begin on Monday; the first and last may be cut." if weekly else ""),
        (Column("day", title, Kind.TEXT), _TALKS, _LINES, *_SHARES),
        rows,
        Chart.TIMELINE,
    )


def _week(day: str) -> str:
    moment = date.fromisoformat(day)
    return (moment - timedelta(days=moment.weekday())).isoformat()


def hours(counted: Mapping[Key, int]) -> Figure:
    """Conversations by (weekday, hour)."""
    rows: list[tuple[Cell, ...]] = [
        (name, *(counted.get((weekday, hour), 0) for hour in range(24)))
        for weekday, name in enumerate(day_name)
    ]
    columns = tuple(Column(f"h{hour:02}", f"{hour:02}", Kind.COUNT) for hour in range(24))
    return Figure(
        "hours",
        "When customers come",
        "Conversations by the weekday and hour of their first line, in the shop's own time zone.",
        (Column("weekday", "Weekday", Kind.TEXT), *columns),
        rows,
        Chart.HEATMAP,
    )


def channels(sums: Mapping[Key, Sums]) -> Figure:
    return _by("channels", "Channels", Column("channel", "Channel", Kind.CHANNEL), 0, sums)


def languages(sums: Mapping[Key, Sums]) -> Figure:
    return _by("languages", "Languages", Column("language", "Language", Kind.LANGUAGE), 1, sums)


def _by(key: str, title: str, column: Column, place: int, sums: Mapping[Key, Sums]) -> Figure:
    found = rolled_up(sums, lambda of: (of[place],))
    rows = [
        (name, of["talks"], of["lines"], *_shares(of))
        for (name,), of in sorted(found.items(), key=lambda item: -item[1]["talks"])
    ]
    return Figure(key, title, COUNTED, (column, _TALKS, _LINES, *_SHARES), rows, Chart.BARS)


def topics(sums: Mapping[Key, Sums]) -> Figure:
    """`sums` by (topic,)."""
    rows = [
        (name, of["talks"], of["lines"], *_shares(of))
        for (name,), of in sorted(sums.items(), key=lambda item: -item[1]["talks"])
    ]
    meaning = (
        "What a conversation was about: the first errand that ended in it, else the first line that the assistant was "
        "sure of and that was more than small talk. A conversation has one topic, also when it touched several. "
        + COUNTED
    )
    columns = (Column("topic", "Topic", Kind.TOPIC), _TALKS, _LINES, *_SHARES)
    return Figure("topics", "Topics", meaning, columns, rows, Chart.BARS)
