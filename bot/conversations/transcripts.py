"""The customer's own copy of what was said: on the website as a page, elsewhere as a document."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.messages import Cursor, FileKind, Message, Offer
from bot.conversations.ports import Clock, Store, Wording
from bot.conversations.transcript_page import Section, page
from bot.privacy.kinds import CONTACTS
from bot.privacy.mask import mask

SOURCE = "transcript"  # where such files come from: they are made here, not fetched
MEDIA_TYPE = "text/html"
PAGE = 500
MOST = 10_000  # lines


class Transcripts:
    """Implements the core's FileSource; a ref is a channel and an address."""

    def __init__(self, store: Store, wording: Wording, clock: Clock) -> None:
        self._store = store
        self._wording = wording
        self._clock = clock

    async def of(self, channel: str, address: str) -> str | None:
        """All that the address may see; None when nothing was said. Card and national numbers stay masked in a copy."""
        current = await self._store.current(channel, address)
        lines = await self._lines(channel, address)
        if current is None or not lines:
            return None
        section = Section("", current.language, [_masked(line) for line in lines])
        return page(self._wording, current.language, [section], self._clock())

    async def fetch(self, ref: str, limit: int) -> bytes:
        channel, _, address = ref.partition(":")
        return (await self.of(channel, address) or "").encode()[:limit]

    async def _lines(self, channel: str, address: str) -> Sequence[Message]:
        lines: list[Message] = []
        after = Cursor()
        while len(lines) < MOST and (
            read := await self._store.history(channel, address, after=after, limit=PAGE)
        ):
            lines += read
            after = Cursor(read[-1].conversation_id, read[-1].seq)
        return lines


def offer(channel: str, address: str, name: str) -> Offer:
    """A copy that is made when it is fetched."""
    return Offer(FileKind.DOCUMENT, name, MEDIA_TYPE, f"{channel}:{address}")


def _masked(line: Message) -> Message:
    return replace(line, entry=replace(line.entry, text=mask(line.entry.text, keep=CONTACTS)))
