"""Telegram's errors, sorted by what the core does about them; no text of ours ever holds the token."""

import logging

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.wire import ServerFailed, TooMany
from bot.conversations.errors import (
    ChannelBusy,
    ChannelRefused,
    ChannelUnknown,
    CustomerGone,
    DeliveryError,
)

log = logging.getLogger(__name__)

GATEWAY_TIMEOUT = 504
UNREACHABLE = 5.0  # seconds until the next try while Telegram is away
NO_ACCESS = 60.0  # …and while it does not know our token: somebody has to mend that

# Nothing of the request has left us: it surely did not arrive.
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def meaning(error: TelegramError) -> DeliveryError:
    """What the error means for what was to be sent."""
    match error:
        case TooMany():
            return ChannelBusy(error.seconds)
        case Forbidden():
            return CustomerGone(error.message)
        case BadRequest() | ChatMigrated():  # before NetworkError, BadRequest's parent
            return ChannelRefused(error.message)
        case InvalidToken() | Conflict():
            log.error("Telegram does not accept the bot's token")
            return ChannelBusy(NO_ACCESS)
        case NetworkError():
            return _network(error)
        case _:
            return ChannelUnknown(f"Telegram's answer could not be read ({type(error).__name__})")


def _network(error: NetworkError) -> DeliveryError:
    if isinstance(error, ServerFailed):
        if error.code != GATEWAY_TIMEOUT:  # it says itself that it was not done
            return ChannelBusy(UNREACHABLE)
        return ChannelUnknown(error.message)
    cause = error.__cause__
    if isinstance(cause, UNSENT):
        return ChannelBusy(UNREACHABLE)
    what = "Telegram did not answer in time" if isinstance(error, TimedOut) else "the connection broke"
    return ChannelUnknown(f"{what} ({type(cause or error).__name__})")


def in_words(error: TelegramError) -> str:
    """For logs and the doctor: what happened, without any address."""
    match error:
        case InvalidToken():
            return "Telegram does not know the bot's token"
        case ServerFailed() | TooMany() | Forbidden() | BadRequest() | Conflict():
            return error.message
        case NetworkError():
            return f"Telegram cannot be reached ({type(error.__cause__ or error).__name__})"
        case _:
            return type(error).__name__
