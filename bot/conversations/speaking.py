"""Which language a conversation is in: as its channel guesses, as the customer chooses, or as they write."""

from dataclasses import replace

from bot.conversations.ledger import Ledger
from bot.conversations.messages import Customer, Inbound
from bot.conversations.model import Conversation


async def arriving(ledger: Ledger, conversation: Conversation, inbound: Inbound) -> Conversation:
    """What the customer chose or wrote counts; only where the channel guesses anew is there something to look up."""
    if inbound.chosen:
        return await speak(ledger, conversation, inbound.language)
    if conversation.version and inbound.language == conversation.language:
        return conversation
    known = await ledger.customer(inbound.channel, inbound.address)
    return replace(conversation, language=known.language if known and known.language else inbound.language)


async def speak(ledger: Ledger, conversation: Conversation, language: str) -> Conversation:
    """From here on, and when this customer comes again."""
    if language == conversation.language and conversation.version:
        return conversation
    await ledger.note_customer(Customer(conversation.channel, conversation.address, language=language))
    return replace(conversation, language=language)
