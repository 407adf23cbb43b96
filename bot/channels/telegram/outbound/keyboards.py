"""Quick replies as Telegram's inline buttons; the payload stays in our log."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.ids import button_data
from bot.conversations.messages import Button

ROW = 24  # characters that fit side by side on a phone
MOST_IN_ROW = 3
MOST = 100  # Telegram's own limit


def keyboard(message: int, buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Short ones side by side, else one below the other."""
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for place, button in enumerate(buttons[:MOST]):
        key = InlineKeyboardButton(button.title, callback_data=button_data(message, place))
        width = len(button.title) + 2
        if rows and width <= room and len(rows[-1]) < MOST_IN_ROW:
            rows[-1].append(key)
            room -= width
        else:
            rows.append([key])
            room = ROW - width
    return InlineKeyboardMarkup(rows) if rows else None
