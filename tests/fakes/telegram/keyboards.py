"""What stands under a message: inline keyboards, checked as Telegram checks them."""

from typing import Any

from tests.fakes.telegram.params import Params
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON

DATA_BYTES = 64
ACTIONS = {"callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay"}
OTHER_MARKUPS = {"keyboard", "remove_keyboard", "force_reply"}  # go to the customer, not into the message


def keyboard_of(params: Params) -> JSON:
    """{"reply_markup": …} or nothing. Raises Refused for a keyboard that Telegram would not take."""
    markup = params.structure("reply_markup")
    if markup is None:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if OTHER_MARKUPS.isdisjoint(markup):
            raise bad_request("can't parse reply keyboard markup JSON object")
        return {}
    rows = [[_button(it) for it in row] for row in markup["inline_keyboard"]]
    rows = [row for row in rows if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def button_at(message: JSON, row: int, column: int) -> JSON:
    """Raises Refused when no button is there."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
        raise bad_request(f"no button at row {row}, column {column}")
    found: JSON = rows[row][column]
    return found


def _button(button: Any) -> JSON:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if ACTIONS.isdisjoint(button):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return button
