"""Photos that the customer was asked for: thanked for, and kept beside the return that they show."""

from actions.message import SMALL_TALK, UNCLEAR
from actions.shop import Return, ReturnNotFound, Shop
from actions.turn import Outcome, Turn

TOPIC = "share_photo"
AWAITED = "photo_for"
WITH_FILES = frozenset({"telegram", "email"})  # channels on which customers can send one
# Said under a photo of a return, these say what it shows, unless they ask or name an order.
CAPTIONS = (
    SMALL_TALK | UNCLEAR | {"affirm", "deny", "inform", "item_problem", "start_return", "request_refund"}
)


def invite(turn: Turn, made: Return) -> str:
    """From now on a photo belongs to this return; the gateway passes photos on while one is awaited.

    The words to say so; none where no photo can be sent, though the customer may yet carry on elsewhere.
    """
    turn.remember(AWAITED, made.label)
    return turn.words.phrase("utter_piece_photo") if turn.message.channel in WITH_FILES else ""


async def take_photos(turn: Turn, shop: Shop) -> bool:
    """Keep what came with this message; False when nothing came or nothing was awaited."""
    label = turn.recall(AWAITED)
    if not turn.photos or not label:
        return False
    try:
        await shop.add_photos(label, turn.photos, _caption(turn), turn.message.id)
    except ReturnNotFound:
        turn.forget(AWAITED)
        return False
    turn.say("utter_photo_added", label=label)
    turn.report(TOPIC, Outcome.DONE)
    return True


def is_caption(turn: Turn) -> bool:
    """Whether the words that came along want nothing more."""
    said = turn.message
    asks = said.is_question or "order_number" in said.entities
    answers = turn.recall("offer") is not None and said.intent in {"affirm", "deny"}
    free = turn.active_form is None and not said.is_button
    return free and said.intent in CAPTIONS and not asks and not answers


def _caption(turn: Turn) -> str:
    return "" if turn.message.is_button else turn.message.text
