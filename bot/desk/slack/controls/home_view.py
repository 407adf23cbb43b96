"""App Home: the queue, one's own conversations, today's figures and the desk's controls, from plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.slack import names
from bot.desk.slack.card.view import AGO, moment
from bot.desk.slack.text.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    divider,
    header,
    home,
    section,
)
from bot.desk.slack.text.markup import bold, markup, said

SHOWN = 15  # rows of a list; a page has 100 blocks
FIELDS = 10
HOURS = (("auto", "By opening hours"), ("open", "Open now"), ("closed", "Close now"))


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One hand-over. `address` leads to its card; `holder`: who has it."""

    handoff_id: int
    customer: str
    topic: str
    language: str
    asked_at: datetime
    address: str | None = None
    holder: str | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """`figures`: name to value as shown. `switch`: "open", "closed" or None when the hours decide."""

    is_open: bool
    now: datetime
    switch: str | None = None
    waiting: Sequence[HomeRow] = ()
    mine: Sequence[HomeRow] = ()
    others: Sequence[HomeRow] = ()
    callbacks: Sequence[HomeRow] = ()
    figures: Mapping[str, str] = field(default_factory=dict)


def home_view(facts: HomeFacts) -> Block:
    """The view for views.publish."""
    return home(_blocks(facts))


def _blocks(facts: HomeFacts) -> Iterator[Block]:
    yield header("🟢 The desk is open" if facts.is_open else "🔴 The desk is closed")
    yield from actions([*_hours(facts.switch), button("Refresh", names.HOME_REFRESH)])
    yield context(
        markup(said("As of "), moment(facts.now, "{time}"), said(". Answer in the cards' threads."))
    )
    if facts.figures:
        figures = list(facts.figures.items())[:FIELDS]
        yield section(
            markup(bold("Today")), [markup(bold(value), said(f"  {name}")) for name, value in figures]
        )
    yield from _list("Yours", facts.mine, "You have no conversation.")
    yield from _list("Waiting", facts.waiting, "Nobody waits.", take=True)
    yield from _list("To be called back", facts.callbacks, "", take=True)
    yield from _list("With colleagues", facts.others, "")


def _list(title: str, rows: Sequence[HomeRow], empty: str, *, take: bool = False) -> Iterator[Block]:
    if not rows and not empty:
        return
    yield divider()
    yield section(markup(bold(title), said(f"  {len(rows)}")))
    if not rows:
        yield context(empty)
    for row in rows[:SHOWN]:
        yield _row(row, take=take)
    if len(rows) > SHOWN:
        yield context(f"… and {len(rows) - SHOWN} more")


def _row(row: HomeRow, *, take: bool) -> Block:
    held = f" · {row.holder}" if row.holder else ""
    words = markup(
        bold(row.customer),
        said(f" · {row.topic} · {row.language} · "),
        moment(row.asked_at, AGO),
        said(f"{held}\n{row.summary}"),
    )
    return section(words, accessory=_button(row, take=take))


def _button(row: HomeRow, *, take: bool) -> Element | None:
    if take:
        return button("Take it", names.TAKE, str(row.handoff_id), style="primary")
    return button("Open", names.LINK, str(row.handoff_id), address=row.address) if row.address else None


def _hours(switch: str | None) -> list[Element]:
    chosen = switch or "auto"
    return [
        button(
            f"✓ {label}" if value == chosen else label,
            names.home_hours_action(value),
            value,
        )
        for value, label in HOURS
    ]
