"""People's words on their way to Slack: they never call anybody, never become a link in disguise, never format."""

import re
import unicodedata

from bot.privacy.kinds import CONTACTS
from bot.privacy.mask import mask

ELLIPSIS = "…"
NOTHING = "–"  # Slack takes no empty text

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
LOOK_ALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
EMOJI_CODE = re.compile(r":(?=[a-z0-9+'-][a-z0-9ˍ+'-]*:)", re.IGNORECASE)
LINE_START_QUOTE = re.compile(r"^([ \t]*)(?=&gt;)", re.MULTILINE)
BARE_CALL = re.compile(r"(?<![\w.+-])[@#!](?=\w)")  # not within an e-mail address
NO_BREAK = "\u2060"  # word joiner: not seen, but two signs no longer touch
# They turn the reading direction round, so that an address can be made to look like another one.
DIRECTION_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def clean(text: str) -> str:
    """Without characters that cannot be shown or that hide what stands there, and without what no agent needs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(DIRECTION_OVERRIDES)
    return hidden("".join(map(_shown, text)))


def hidden(text: str) -> str:
    """No card or national number goes to Slack; an e-mail address and a phone number are what answers are sent to."""
    return mask(text, keep=CONTACTS)


def escape(text: str) -> str:
    """For a text object: Slack's own three signs written as what they look like."""
    return "".join(ENTITIES.get(sign, sign) for sign in text)


def neutral(text: str) -> str:
    """For the places where Slack formats what it is given: look-alikes take the place of its signs."""
    text = escape(clean(text).translate(LOOK_ALIKES))
    text = EMOJI_CODE.sub("∶", text)
    text = LINE_START_QUOTE.sub(rf"\1{NO_BREAK}", text)
    return BARE_CALL.sub(lambda sign: sign[0] + NO_BREAK, text)


def size(text: str) -> int:
    """As Slack's clients count: UTF-16 units, with the three signs as they are sent."""
    return sum(map(_cost, text))


def cut(text: str, limit: int) -> str:
    """At most `limit` units when escaped; what is too long ends in an ellipsis, and never in half a letter."""
    text = hidden(text)  # before: half a card number would not be known as one
    if _fitting(text, limit) == len(text):
        return text
    kept = _fitting(text, limit - 1)
    while kept and _clings(text[kept]):
        kept -= 1
    return text[:kept].rstrip() + ELLIPSIS


def words(text: str, limit: int) -> str:
    """For a plain text object: clean, cut, escaped, and never empty."""
    return escape(cut(clean(text).strip(), limit)) or NOTHING


def exact(value: str, limit: int) -> str:
    """For an id, which nobody reads: at most `limit` units, without an ellipsis."""
    return value.encode("utf-16-le", "ignore")[: 2 * limit].decode("utf-16-le", "ignore")


def _fitting(text: str, limit: int) -> int:
    """How many signs of the text fit."""
    left = limit
    for place, sign in enumerate(text):
        left -= _cost(sign)
        if left < 0:
            return place
    return len(text)


def _cost(sign: str) -> int:
    return len(ENTITIES.get(sign, sign)) + (sign > "\uffff")


def _clings(sign: str) -> bool:
    """Whether it belongs to the sign before it: an accent, a skin colour, a joined emoji."""
    return bool(unicodedata.combining(sign)) or sign in "\u200d\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _shown(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cs":  # half of a pair: cannot be sent at all
        return "\ufffd"
    return "" if category == "Cc" and sign not in "\n\t" else sign
