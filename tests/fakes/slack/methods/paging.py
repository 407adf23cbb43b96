"""Slack's cursors: opaque, and wrong ones are refused."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError

T = TypeVar("T")


def page(items: Sequence[T], arguments: Arguments, default: int = 100) -> tuple[list[T], dict[str, Any]]:
    """The items from the cursor on, and the `response_metadata` that leads to the next page."""
    limit = min(max(arguments.number("limit", default), 1), 1000)
    start = _place(arguments.text("cursor"))
    end = start + limit
    following = _cursor(end) if end < len(items) else ""
    return list(items[start:end]), {"response_metadata": {"next_cursor": following}}


def _cursor(place: int) -> str:
    return base64.b64encode(f"next:{place}".encode()).decode()


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None
