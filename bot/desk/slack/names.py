"""The names that Slack gives back to us: of buttons, modals, their fields, shortcuts and the command."""

from collections.abc import Sequence

DESK = "slack"  # the desk's name in the store, and the channel of the lines owed to its threads
DIRECT = "slack_dm"  # the channel of staff who ask the bot themselves; the address is their user id
COMMAND = "/shopdesk"

# Buttons on the card and in App Home; their value is the hand-over's id.
TAKE = "card_take"
HAND_BACK = "card_hand_back"
HAND_BACK_SETTLED = "card_hand_back_settled"
HAND_OVER = "card_hand_over"
SNOOZE = "card_snooze"  # a menu: its options' values are snooze_value(hand-over's id, one of SNOOZES)
RESOLVE = "card_resolve"
SUGGEST = "card_suggest"
ANSWERED = "card_answered"  # a call-back was dealt with outside
LINK = "card_link"  # a button that only opens an address

SNOOZES: Sequence[tuple[str, str]] = (
    ("15m", "15 minutes"),
    ("1h", "1 hour"),
    ("4h", "4 hours"),
    ("tomorrow", "Tomorrow at 9"),
)

# Under the bot's lines in direct messages; their value is the line's id in the log.
WRONG = "line_wrong"
MISSING = "line_missing"
PRESS = "press"  # a quick reply: action id press_action(place), value press_value(line's id, place)

# App Home.
HOME_HOURS = "home_hours"  # action id home_hours_action(value), value "open", "closed" or "auto"
HOME_REFRESH = "home_refresh"
HOURS = ("open", "closed", "auto")

# Under a prepared text; value canned_value(hand-over's id, language, the text's name).
CANNED = "canned_use"

# Shortcuts on a message.
MARK_WRONG = "mark_wrong"
MARK_MISSING = "mark_missing"

# Modals (callback ids) and their fields: each field's block id is its action id too.
HAND_OVER_MODAL = "modal_hand_over"
RESOLVE_MODAL = "modal_resolve"
SUGGEST_MODAL = "modal_suggest"
REVIEW_MODAL = "modal_review"
PERSON = "field_person"
PLACE = "field_place"
VERDICT = "field_verdict"
CAUSE = "field_cause"
TEXT = "field_text"
LINE = "field_line"


IN_A_WINDOW = "slack:view:"  # …and a modal's id: the external id of a line sent from a modal


def press_action(place: int) -> str:
    return f"{PRESS}_{place}"


def press_value(message_id: int, place: int) -> str:
    return f"{message_id}:{place}"


def snooze_value(handoff_id: int, choice: str) -> str:
    return f"{handoff_id}:{choice}"


def canned_value(handoff_id: int, language: str, name: str) -> str:
    return f"{handoff_id}:{language}:{name}"


def home_hours_action(value: str) -> str:
    return f"{HOME_HOURS}_{value}"


def thread_key(team: str, channel: str, ts: str) -> str:
    """What a ticket keeps as its thread; `ts` is the card's."""
    return f"{team}/{channel}:{ts}"


def thread_place(key: str) -> tuple[str, str]:
    """The channel and the card's ts in a thread's key."""
    channel, _, ts = key.rpartition("/")[2].partition(":")
    return channel, ts


def line_id(channel: str, ts: str) -> str:
    """The external id of a message written in Slack."""
    return f"{channel}:{ts}"
