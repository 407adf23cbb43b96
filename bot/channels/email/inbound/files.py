"""Files that customers attached, fetched from the mailbox again."""

import asyncio
from email import message_from_bytes
from email.policy import default

from bot.channels.email.inbound.attachments import attachments, content
from bot.channels.email.inbound.mailbox import Mailbox, MailboxAway, MailboxRefused
from bot.channels.email.inbound.reading import Mail
from bot.channels.email.servers import Server
from bot.conversations.errors import ChannelBusy, ChannelRefused

UNREACHABLE = 20.0
TO_MEND = 120.0


class MailFiles:
    """Implements the core's FileSource. A file's ref is `validity:uid:number`."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def fetch(self, ref: str, limit: int) -> bytes:
        place, _, number = ref.rpartition(":")
        try:
            mail = await asyncio.to_thread(self._mail, place)
        except MailboxAway as error:
            raise ChannelBusy(UNREACHABLE) from error
        except MailboxRefused as error:
            raise ChannelBusy(TO_MEND) from error
        if mail is None:
            raise ChannelRefused("the mail is no longer in the mailbox")
        return await asyncio.to_thread(_file, mail, int(number), limit)

    def _mail(self, place: str) -> Mail | None:
        mailbox = Mailbox(self._server)
        try:
            return mailbox.fetch_at(place)
        finally:
            mailbox.close()


def _file(mail: Mail, number: int, limit: int) -> bytes:
    files = attachments(message_from_bytes(mail.raw, policy=default))
    if number >= len(files):
        raise ChannelRefused("the mail has no such file")
    found = content(files[number])
    if len(found) > limit:
        raise ChannelRefused(f"the file is larger than {limit} bytes")
    return found
