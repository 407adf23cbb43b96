"""Photos and documents that the bot has asked for: it is told of them, and knows what they belong to."""

from collections.abc import Sequence

from bot.conversations.file_rules import type_refusal
from bot.conversations.messages import Entry, File, FileKind, Message
from bot.conversations.model import Conversation

AWAITED = "photo_for"  # the bot's own memory of what a photo would be of
SHOWING = frozenset({FileKind.PHOTO, FileKind.DOCUMENT})


def awaited(conversation: Conversation, entry: Entry) -> tuple[File, ...]:
    """What came with the line and the bot waits for; nothing that will not be taken."""
    if not conversation.session.slots.get(AWAITED):
        return ()
    taken = (file for file in entry.files if type_refusal(file.media_type, file.size) is None)
    return tuple(file for file in taken if file.kind in SHOWING)


def belongs_to_answered(message: Message, earlier: Sequence[Message]) -> bool:
    """Whether it is a further picture of an album: that was answered with the first."""
    album = message.entry.details.get("album")
    wordless = not message.entry.text.strip()
    return wordless and album is not None and any(it.entry.details.get("album") == album for it in earlier)
