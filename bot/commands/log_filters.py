"""The options by which `shopdesk log search` and `log export` are narrowed."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import click

from bot.conversations.finding import Filters

DAY = click.DateTime(["%Y-%m-%d"])
OPTIONS = (
    click.option("--channel", help="widget, telegram, …"),
    click.option("--language", help="The conversation's: en, nb, fi, it, ur, ur-Latn."),
    click.option("--topic", help="Of an errand or a hand-over, such as order_status."),
    click.option("--outcome", help="Of an errand, or the verdict or ending of a hand-over."),
    click.option("--agent", help="Who took or wrote, by id or name."),
    click.option("--since", type=DAY, help="The first day, in UTC."),
    click.option("--until", type=DAY, help="The day after the last, in UTC."),
)


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The command gets the options as one `filters`."""

    @wraps(command)
    def narrowed(
        *,
        channel: str | None,
        language: str | None,
        topic: str | None,
        outcome: str | None,
        agent: str | None,
        since: datetime | None,
        until: datetime | None,
        **others: Any,
    ) -> None:
        days = (day.replace(tzinfo=UTC) if day else None for day in (since, until))
        command(filters=Filters(channel, language, topic, outcome, agent, *days), **others)

    for option in reversed(OPTIONS):
        narrowed = option(narrowed)
    return narrowed
