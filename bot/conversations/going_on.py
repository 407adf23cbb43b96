"""Back with the bot in the middle of an errand: it answers the line that says so, and offers to go on."""

from datetime import datetime

from bot.conversations.ledger import Ledger
from bot.conversations.messages import Author, Message
from bot.conversations.model import Conversation

GO_ON = "/go_on"  # what the bot is asked: it answers with its own question and buttons


async def offer_to_go_on(ledger: Ledger, conversation: Conversation, line: Message, now: datetime) -> None:
    """`line`: the shop's, that gives the customer back to the bot."""
    if conversation.session.interrupted:
        await ledger.expect_answer(line, now)


def is_offer(message: Message) -> bool:
    """Whether the bot is asked for no more than that; nobody waits for its answer."""
    return message.entry.author is Author.SHOP
