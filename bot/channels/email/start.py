"""E-mail, put together from two servers and the core."""

import asyncio
from dataclasses import dataclass

from bot.channels.email.addresses import Sender
from bot.channels.email.inbound.entrance import Entrance, Receiver, Returns
from bot.channels.email.inbound.files import MailFiles
from bot.channels.email.inbound.mailbox import Mailbox, MailboxAway, MailboxRefused
from bot.channels.email.inbound.polling import EVERY, Poller
from bot.channels.email.inbound.reading import Reading
from bot.channels.email.marks import Marks
from bot.channels.email.outbound.channel import EmailChannel, FileBytes
from bot.channels.email.outbound.letter import Writer
from bot.channels.email.outbound.sending import Postbox, Unusable
from bot.channels.email.servers import Server
from bot.conversations.ports import Clock, Store, Wording


@dataclass(frozen=True, slots=True)
class Line:
    """`smtp` takes our letters, `imap` has the mailbox where answers arrive; `secret` signs the letters' ids."""

    smtp: Server
    imap: Server
    sender: Sender
    secret: bytes

    @property
    def marks(self) -> Marks:
        return Marks(self.secret, self.sender.domain)

    @property
    def files(self) -> MailFiles:
        return MailFiles(self.imap)

    @property
    def postbox(self) -> Postbox:
        return Postbox(self.smtp, self.sender.domain)

    async def check_smtp(self) -> str | None:
        """What is wrong with the way out, in words; None when nothing is."""
        try:
            await self.postbox.check()
        except Unusable as error:
            return f"SHOPDESK_SMTP_URL does not work: {error}."
        return None

    async def check_imap(self) -> str | None:
        """The same of the mailbox."""
        mailbox = Mailbox(self.imap, seconds=10.0)
        try:
            await asyncio.to_thread(mailbox.check)
        except (MailboxAway, MailboxRefused) as error:
            return f"SHOPDESK_IMAP_URL does not work: {error}."
        finally:
            mailbox.close()
        return None

    def channel(self, store: Store, files: FileBytes, wording: Wording, clock: Clock) -> EmailChannel:
        """`files`: the core's own, for what agents send."""
        return EmailChannel(
            sender=self.sender,
            marks=self.marks,
            writer=Writer(wording, clock),
            postbox=self.postbox,
            store=store,
            files=files,
        )

    def poller(
        self, *, intake: Receiver, returns: Returns, store: Store, clock: Clock, every: float = EVERY
    ) -> Poller:
        entrance = Entrance(intake=intake, returns=returns, reading=Reading(self.sender, self.marks, store))
        return Poller(mailbox=Mailbox(self.imap), take=entrance.take, store=store, clock=clock, every=every)
