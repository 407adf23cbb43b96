"""What went wrong at Slack, sorted by what the sender does about it."""

import logging
import re
from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown, DeliveryError

log = logging.getLogger(__name__)

UNREACHABLE = 5.0  # seconds until the next try while Slack cannot be reached
NOT_SET_UP = 60.0  # …and while somebody has to mend something first
TOO_FAST = {"ratelimited", "rate_limited"}
PERHAPS_DONE = {
    "fatal_error",
    "internal_error",
    "service_unavailable",
}  # as Slack says, some of it may have happened
NOT_READ = {"request_timeout", "team_added_to_org"}  # Slack says that it did nothing
SET_UP = {
    "invalid_auth": "Slack does not take our bot token",
    "not_authed": "Slack does not take our bot token",
    "token_revoked": "the bot token was revoked",
    "token_expired": "the bot token has expired",
    "account_inactive": "the app was taken out of the workspace",
    "not_allowed_token_type": "this is not a bot token",
    "missing_scope": "the app lacks a scope",
    "no_permission": "the app may not do this in the workspace",
    "restricted_action": "the workspace does not let the app write there",
    "access_denied": "the workspace does not let the app do this",
    "ekm_access_denied": "the workspace's administrators suspended writing",
    "channel_not_found": "the channel does not exist, or is private and the app is not in it",
    "not_in_channel": "the app is not in the channel: invite it",
    "is_archived": "the channel is archived",
}


class Throttled(ChannelBusy):
    """Too fast for Slack: hold everything of that kind for `retry_after`."""


class NotSetUp(ChannelBusy):
    """Nothing can be sent until somebody mends the app or the channel; nothing is lost meanwhile."""

    def __init__(self, code: str, needed: str = "") -> None:
        super().__init__(NOT_SET_UP)
        self.code = code
        self.needed = needed
        self.args = (f"Slack: {SET_UP[code]}{f' ({needed})' if needed else ''} [{code}]",)


class SlackRefused(ChannelRefused):
    """Slack's answer to this one thing is no, and will stay so."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused it: {code}")
        self.code = code


async def written(request: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Await a call that changes something. Raises ChannelBusy only when it surely did nothing."""
    return await _answer(request, perhaps=ChannelUnknown)


async def read(request: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    """Await a call that only asks: it can always be asked again."""
    return await _answer(request, perhaps=ChannelBusy)


async def _answer(
    request: Awaitable[AsyncSlackResponse], perhaps: type[ChannelUnknown | ChannelBusy]
) -> AsyncSlackResponse:
    try:
        return await request
    except SlackApiError as error:
        raise _refusal(error.response, perhaps) from None  # its text holds the whole answer
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise ChannelBusy(UNREACHABLE) from None  # nothing was sent
    except (TimeoutError, aiohttp.ClientError, SlackClientError, OSError) as error:
        raise _perhaps(perhaps, f"no answer from Slack ({type(error).__name__})") from None


def _refusal(response: Any, perhaps: type[ChannelUnknown | ChannelBusy]) -> DeliveryError:
    """`response` is the SDK's, or aiohttp's when the body could not be read."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    data = data if isinstance(data, dict) else {}
    code = _name(data.get("error"))
    if status == 429 or code in TOO_FAST:
        return Throttled(_retry_after(response.headers.get("Retry-After")))
    if code in NOT_READ:
        return ChannelBusy(UNREACHABLE)
    if status >= 500 or not code or code in PERHAPS_DONE:
        return _perhaps(perhaps, f"Slack answered {code or status}")
    if code in SET_UP:
        fault = NotSetUp(code, _name(data.get("needed")))
        log.error("%s", fault)
        return fault
    return SlackRefused(code)


def _perhaps(kind: type[ChannelUnknown | ChannelBusy], text: str) -> DeliveryError:
    return kind(text) if issubclass(kind, ChannelUnknown) else kind(UNREACHABLE)


def _name(value: object) -> str:
    """A code or a list of scopes, and surely nothing else."""
    return re.sub(r"[^a-z0-9_:.,-]", "", str(value or "").lower())[:80]


def _retry_after(header: str | None) -> float:
    try:
        return max(1.0, float(header or 1))
    except ValueError:
        return UNREACHABLE
