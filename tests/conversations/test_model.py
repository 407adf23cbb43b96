"""The states of a conversation and the only moves between them."""

import itertools
from datetime import UTC, datetime

import pytest

from bot.conversations.errors import MoveNotAllowed
from bot.conversations.model import MOVES, Agent, Conversation, Handling

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
KARI = Agent("kari", "Kari")
STEPS = {
    Handling.BOT: Conversation.hand_back,
    Handling.WAITING: Conversation.wait,
    Handling.HUMAN: lambda conversation: conversation.claim(KARI),
    Handling.CLOSED: Conversation.close,
}


def conversation(handling: Handling) -> Conversation:
    agent = Agent("ola", "Ola") if handling is Handling.HUMAN else None
    return Conversation(1, "widget", "a", "en", NOW, NOW, handling, agent)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(Handling, Handling)))
def test_only_the_moves_of_the_table_can_be_made(before: Handling, after: Handling) -> None:
    """Fails when `_move` stops looking at MOVES, and when a row of MOVES gains or loses a state."""
    allowed = {
        ("bot", "waiting"), ("bot", "closed"),
        ("waiting", "human"), ("waiting", "bot"), ("waiting", "closed"),
        ("human", "waiting"), ("human", "bot"), ("human", "closed"),
    }  # fmt: skip
    if (before.value, after.value) in allowed:
        assert STEPS[after](conversation(before)).handling is after
    else:
        with pytest.raises(MoveNotAllowed):
            STEPS[after](conversation(before))
    assert (after in MOVES[before]) == ((before.value, after.value) in allowed)


def test_a_second_click_on_claim_is_no_error_but_a_colleagues_click_is() -> None:
    mine = conversation(Handling.WAITING).claim(KARI)

    assert mine.claim(KARI) is mine
    with pytest.raises(MoveNotAllowed, match="Kari"):
        mine.claim(Agent("ola", "Ola"))


def test_nobody_owns_a_conversation_that_went_back_to_the_bot_and_the_bot_starts_a_fresh_session() -> None:
    back = conversation(Handling.WAITING).claim(KARI).hand_back()

    assert back.agent is None
    assert back.session.number == 1
