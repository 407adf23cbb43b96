"""Which of a hand-over's cards counts."""

from collections.abc import Sequence

from bot.conversations.handoffs import Handoff
from bot.conversations.tickets import Ticket


def standing(handoff: Handoff, tickets: Sequence[Ticket]) -> Ticket | None:
    """Where staff sent it, else where it was shown last: opening hours pass, but a card does not wander."""
    if handoff.place is not None:
        return next((ticket for ticket in tickets if ticket.place == handoff.place), None)
    return tickets[-1] if tickets else None
