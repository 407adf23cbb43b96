"""The shop's lines out as letters."""

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Protocol

from bot.channels.email.addresses import CHANNEL, Sender, mail_of, usable
from bot.channels.email.marks import Marks
from bot.channels.email.outbound.letter import Writer, standing
from bot.channels.email.outbound.sending import Postbox
from bot.channels.email.outbound.threading import thread
from bot.conversations.errors import ChannelRefused, ChannelUnknown
from bot.conversations.messages import Delivery, File, Message
from bot.conversations.ports import Store

MOST_ATTACHED = 20 * 1024 * 1024  # bytes of one letter's files
LOOK_BACK = 100  # lines before a letter's first that may be about it


class FileBytes(Protocol):
    """The core's files."""

    async def content(self, key: str) -> bytes:
        """Raises ChannelBusy while they are not here yet, ChannelRefused when they never will be."""


class EmailChannel:
    """Implements the core's Channel."""

    together = 20

    def __init__(
        self,
        *,
        sender: Sender,
        marks: Marks,
        writer: Writer,
        postbox: Postbox,
        store: Store,
        files: FileBytes,
    ) -> None:
        self._sender = sender
        self._marks = marks
        self._writer = writer
        self._postbox = postbox
        self._store = store
        self._files = files

    async def send(self, deliveries: Sequence[Delivery]) -> str | None:
        """Its receipt is the letter's Message-ID."""
        recipient = usable(mail_of(deliveries[0].address))
        if recipient is None:
            raise ChannelRefused("no letter can be sent to this address")
        lines = standing([delivery.message for delivery in deliveries])
        if not lines:
            return await self._nothing_left(deliveries)
        letter = await self._letter(deliveries)
        await self._attach(letter, [file for line in lines for file in line.entry.files])
        await self._postbox.send(letter, self._sender.mail, recipient)
        return str(letter["Message-ID"])

    async def find(self, delivery: Delivery) -> str | None:  # noqa: ARG002 - the port's signature
        """A second letter has the Message-ID of the first, so most mailboxes show one."""
        raise ChannelUnknown("the mail server did not say whether it took the letter")

    async def _nothing_left(self, deliveries: Sequence[Delivery]) -> str:
        """All was taken back: before anything went out, that is well."""
        owed = {delivery.message.id for delivery in deliveries}
        if all(delivery.message.entry.corrects in {None, *owed} for delivery in deliveries):
            return "taken back before it was sent"
        raise ChannelRefused("a mail that was sent cannot be taken back")

    async def _letter(self, deliveries: Sequence[Delivery]) -> EmailMessage:
        first = deliveries[0]
        conversation = await self._store.conversation(first.message.conversation_id)
        earlier = await self._earlier(first.message)
        away = conversation.channel != CHANNEL
        headers = thread(self._sender, self._marks, first, earlier, left_in_chat=away)
        return self._writer.write(deliveries, earlier, conversation.language, headers)

    async def _earlier(self, first: Message) -> Sequence[Message]:
        after = max(0, first.seq - 1 - LOOK_BACK)
        lines = await self._store.messages(first.conversation_id, after=after, limit=LOOK_BACK)
        return [line for line in lines if line.seq < first.seq]

    async def _attach(self, letter: EmailMessage, files: Sequence[File]) -> None:
        contents = [await self._files.content(file.key) for file in files]
        if sum(map(len, contents)) > MOST_ATTACHED:
            raise ChannelRefused("its files are too large for one letter")
        for file, content in zip(files, contents, strict=True):
            main, _, sub = file.media_type.partition(";")[0].strip().partition("/")
            letter.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=file.name)
