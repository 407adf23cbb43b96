"""What can go wrong around a conversation, sorted by what the caller does about it."""


class ConversationError(Exception):
    """The root of the core's errors; the text can be shown to staff."""


class MoveNotAllowed(ConversationError):
    """The conversation is not in a state that allows the move: show it, do not retry."""

    def __init__(self, current: str, wanted: str, agent: str | None = None) -> None:
        held = f" by {agent}" if agent else ""
        super().__init__(f"The conversation is {current}{held}; it cannot become {wanted}.")


class NotYours(ConversationError):
    """Another agent handles the conversation, or nobody has claimed it yet."""


class NoSuchConversation(ConversationError):
    """There is no conversation with this number."""


class NoSuchLine(ConversationError):
    """The conversation has no line that this could be about."""


class AlreadySeen(ConversationError):
    """A message with this channel and external id is in the log already: acknowledge it again."""


class Stale(ConversationError):
    """The conversation changed since it was read: read it again and decide anew."""


class DialogueFailed(ConversationError):
    """The bot gave no usable answer in time: fall back, then hand over."""


class DeliveryError(ConversationError):
    """The root of what a channel can say about a message it was to send."""


class ChannelBusy(DeliveryError):
    """Not sent; try again after `retry_after` seconds, and hold what follows.

    `progress`: what the channel wants to know at the next try, when a part of the message went out.
    """

    def __init__(self, retry_after: float = 1.0, progress: str | None = None) -> None:
        super().__init__(f"busy, retry after {retry_after:g} s")
        self.retry_after = retry_after
        self.progress = progress


class ChannelRefused(DeliveryError):
    """Will never be sent: an agent must see it."""


class CustomerGone(ChannelRefused):
    """The customer takes nothing from us any more, such as by blocking the bot."""


class ChannelUnknown(DeliveryError):
    """It may have arrived: find out before sending again."""
