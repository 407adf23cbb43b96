"""Whether a customer is upset: then a person is offered early, and nothing is advertised."""

import re

from actions.turn import Turn

SHOUTED = 12  # letters, from which capitals are shouting and not an abbreviation
MARKS = re.compile(r"!{3,}|\?{3,}|!\?!|؟{3,}")
LATELY = 3  # messages, in which the same words again are a question that got no answer
LONG_ENOUGH = 3  # words; "yes" and "ok" may be said twice
# Errands in which a customer has had trouble: nothing is advertised after them.
TROUBLE = frozenset(
    {"complaint", "item_problem", "start_return", "request_refund", "refund_status", "payment_issue",
     "cancel_order", "promo_code_issue", "website_issue", "account_delete", "human_agent"}
)  # fmt: skip


def notice(turn: Turn) -> None:
    """Say once in a conversation that a person can take over, and be quicker to offer one from then on."""
    if turn.recall("upset") or turn.message.is_button or not is_upset(turn):
        return
    turn.remember("upset", "yes")
    turn.say("utter_upset")


def is_upset(turn: Turn) -> bool:
    text = turn.message.text
    angry = any(turn.words.mentions(f"utter_words_{kind}", text) for kind in ("upset", "legal"))
    return angry or MARKS.search(text) is not None or _is_shouted(text) or _is_repeated(turn)


def _is_shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha() and char.upper() != char.lower()]
    return len(letters) >= SHOUTED and all(char.isupper() for char in letters)


def _is_repeated(turn: Turn) -> bool:
    said = turn.own_words(without=())[: LATELY + 1]
    now = _bare(turn.message.text)
    return len(now) >= LONG_ENOUGH and now in [_bare(text) for text in said[1:]]


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def remember_trouble(turn: Turn) -> None:
    if turn.recall("topic") in TROUBLE:
        turn.remember("trouble", "yes")


def may_suggest(turn: Turn) -> bool:
    """Whether something may be advertised: never twice, never to the upset, never after trouble."""
    return not any(turn.recall(slot) for slot in ("upset", "trouble", "suggested"))
