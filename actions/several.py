"""Several orders named at once: a question is answered for each; of changes one is made and the next is offered."""

import json
from typing import Any

from actions.turn import Turn

MORE, NAMED = "more_orders", "orders_named"


def go_on(turn: Turn) -> bool:
    """Make the next order the one in hand; False when none is left."""
    rest = _numbers(turn, MORE)
    if rest:
        _take(turn, rest)
    return bool(rest)


def take_all(turn: Turn) -> None:
    """ "Cancel both" means those that were named together last."""
    known = _numbers(turn, NAMED)
    unnamed = turn.recall("order_number") is None
    if known and unnamed and turn.words.mentions("utter_words_all", turn.message.text):
        _take(turn, known)


def announce(turn: Turn) -> None:
    """Say which order is served now and which later, once."""
    if turn.recall(MORE) and turn.recall(MORE) != turn.earlier(MORE):
        later = turn.words.every(_numbers(turn, MORE))
        turn.say("utter_one_by_one", order_number=turn.recall("order_number"), later=later)


def offer_next(turn: Turn, action: str) -> None:
    """Offer to do the same with the order that waits: by a button or a plain yes."""
    rest = _numbers(turn, MORE)
    if rest:
        turn.remember("offer", action)
        turn.say("utter_next_order", order_number=rest[0], as_next=_next(turn)["text"])


def accept_next(turn: Turn) -> None:
    """A plain yes to that offer is served as its button would be."""
    if turn.recall(MORE):
        turn.remember("wish_now", json.dumps(_next(turn)))


def _next(turn: Turn) -> dict[str, Any]:
    """As if its button had been pressed."""
    intent, rest = turn.recall("topic"), turn.recall(MORE)
    return {
        "text": f"/{intent}{json.dumps({'order_number': rest})}",
        "intent": {"name": intent},
        "entities": [{"entity": "order_number", "value": rest}],
    }


def _take(turn: Turn, numbers: list[str]) -> None:
    turn.remember("order_number", numbers[0])
    turn.remember(MORE, " ".join(numbers[1:]) or None)


def _numbers(turn: Turn, slot: str) -> list[str]:
    return str(turn.recall(slot) or "").split()
