"""A figure of the report: a table with its meaning, which a page may also draw."""

import csv
import enum
import io
from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int | float | None


class Kind(enum.StrEnum):
    """How a column is read."""

    TEXT = "text"
    TOPIC = "topic"
    LANGUAGE = "language"
    CHANNEL = "channel"
    COUNT = "count"
    SHARE = "share"  # from 0 to 1
    POINTS = "points"  # a difference of two shares
    SECONDS = "seconds"


class Chart(enum.StrEnum):
    TIMELINE = "timeline"
    HEATMAP = "heatmap"
    BARS = "bars"
    FUNNEL = "funnel"
    STACKED = "stacked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Figure:
    """`meaning` says how it is counted, `rows` hold one cell a column."""

    key: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    chart: Chart = Chart.NONE

    def as_csv(self) -> str:
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow(column.key for column in self.columns)
        writer.writerows(self.rows)
        return written.getvalue()
