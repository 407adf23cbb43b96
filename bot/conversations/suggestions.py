"""What the bot would say to a customer's last line, for the agent who answers: nothing of it is kept or sent."""

import secrets
from collections.abc import Sequence

from bot.conversations.asking import question
from bot.conversations.errors import DialogueFailed
from bot.conversations.messages import Author, Message
from bot.conversations.ports import Dialogue, Store

PAGE = 500


class Suggestions:
    def __init__(self, store: Store, dialogue: Dialogue) -> None:
        self._store = store
        self._dialogue = dialogue

    async def suggest(self, conversation_id: int) -> str:
        """The answer, to be changed before it is sent. Raises DialogueFailed, with a text for staff."""
        conversation = await self._store.conversation(conversation_id)
        asked = _last_said(await self._lines(conversation_id))
        if asked is None:
            raise DialogueFailed("The customer has written nothing that the assistant could answer.")
        scratch = f"{conversation.id}.suggestion-{secrets.token_hex(8)}"  # a session that nobody goes on with
        answer = await self._dialogue.ask(
            question(conversation, asked, scratch, conversation.session.slots or None)
        )
        text = "\n\n".join(reply.text for reply in answer.replies if reply.text)
        if not text:
            raise DialogueFailed("The assistant has no answer to the customer's last line.")
        return text

    async def _lines(self, conversation_id: int) -> Sequence[Message]:
        lines: list[Message] = []
        while page := await self._store.messages(
            conversation_id, after=lines[-1].seq if lines else 0, limit=PAGE
        ):
            lines += page
        return lines


def _last_said(lines: Sequence[Message]) -> Message | None:
    """The customer's last line in words; of a line that was corrected, the correction."""
    said = [line for line in lines if line.entry.author is Author.CUSTOMER and line.entry.text.strip()]
    return said[-1] if said else None
