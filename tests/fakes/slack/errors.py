"""What the fake answers when a call is wrong: Slack's error codes, or a fault of the person driving it."""

from typing import Any


class SlackError(Exception):
    """A call that Slack refuses: `{"ok": false, "error": code, …}`."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


class RateLimited(SlackError):
    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class NotPossible(Exception):
    """Something a person at the screen could not do either: no such button, no open view."""


def invalid(code: str, problems: list[str]) -> SlackError:
    """Slack's way of naming what is wrong with blocks and views: a text with a JSON pointer for each."""
    messages = [f"[ERROR] {problem}" for problem in problems]
    return SlackError(code, errors=problems, response_metadata={"messages": messages})
