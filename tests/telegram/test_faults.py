"""What Telegram's errors mean for a line that was to be sent."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.faults import in_words, meaning
from bot.channels.telegram.wire import ServerFailed, TooMany
from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown, CustomerGone

TOKEN = "123:SECRET"


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


SECRET = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TooMany(17), ChannelBusy),
        (Forbidden("bot was blocked by the user"), CustomerGone),
        (BadRequest("message is too long"), ChannelRefused),
        (ChatMigrated(-100), ChannelRefused),
        (TimedOut(), ChannelUnknown),
        (caused(TimedOut(), httpx.ReadTimeout(SECRET)), ChannelUnknown),
        (caused(TimedOut(), httpx.ConnectTimeout(SECRET)), ChannelBusy),
        (caused(TimedOut(), httpx.PoolTimeout(SECRET)), ChannelBusy),
        (caused(NetworkError(SECRET), httpx.ConnectError(SECRET)), ChannelBusy),
        (caused(NetworkError(SECRET), httpx.ReadError(SECRET)), ChannelUnknown),
        (caused(NetworkError(SECRET), httpx.RemoteProtocolError(SECRET)), ChannelUnknown),
        (ServerFailed(502), ChannelBusy),
        (ServerFailed(504), ChannelUnknown),
        (InvalidToken(), ChannelBusy),
        (TelegramError("the answer is not JSON"), ChannelUnknown),
    ],
)
def test_an_error_is_sorted_by_whether_the_line_may_have_arrived(
    error: TelegramError, kind: type[Exception]
) -> None:
    found = meaning(error)

    assert type(found) is kind
    assert "SECRET" not in str(found) + in_words(error)


def test_the_pause_that_telegram_wants_is_kept() -> None:
    busy = meaning(TooMany(17))

    assert isinstance(busy, ChannelBusy)
    assert busy.retry_after == 17
