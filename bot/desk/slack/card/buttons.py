"""The buttons that make sense on a card in its state; the desk decides again when one is pressed."""

from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.model import Conversation, Handling
from bot.desk.slack import names
from bot.desk.slack.text.blocks import Choice, Element, button, menu


def card_buttons(conversation: Conversation, handoff: Handoff) -> list[Element]:
    value = str(handoff.id)
    if handoff.end is HandoffEnd.EXPIRED:
        return _call_back(conversation, handoff, value)
    if handoff.end is not None:
        return []
    if conversation.handling is Handling.WAITING:
        return [_take(value), _hand_over(value), _snooze(handoff.id)]
    if conversation.handling is Handling.HUMAN:
        settled = button("Hand back, settled", names.HAND_BACK_SETTLED, value)
        return [
            button("Resolve", names.RESOLVE, value, style="primary"),
            button("Suggest an answer", names.SUGGEST, value),
            button("Hand back to the bot", names.HAND_BACK, value),
            *([settled] if conversation.session.interrupted else []),
            _hand_over(value),
            _snooze(handoff.id),
        ]
    return []


def _call_back(conversation: Conversation, handoff: Handoff, value: str) -> list[Element]:
    take = [_take(value)] if conversation.handling is Handling.BOT else []
    if not handoff.contact:
        return take
    by_mail = "@" in handoff.contact  # else a channel and the address there
    return [*take, button("Answered by e-mail" if by_mail else "Dealt with", names.ANSWERED, value)]


def _take(value: str) -> Element:
    return button("Take it", names.TAKE, value, style="primary")


def _hand_over(value: str) -> Element:
    return button("Hand over", names.HAND_OVER, value)


def _snooze(handoff_id: int) -> Element:
    choices = [Choice(label, names.snooze_value(handoff_id, key)) for key, label in names.SNOOZES]
    return menu(names.SNOOZE, "Snooze", choices)
