"""A mail server that takes letters and puts them into Dovecot's mailboxes, and can be told to fail."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.email.dovecot import Dovecot, free_port

BOUNCE = """From: Mail Delivery System <MAILER-DAEMON@example.com>
To: {sender}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{number}@example.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user here

--b
Content-Type: message/rfc822

{letter}
--b--
"""


@dataclass
class PostOffice:
    """`answers`: what is said to the next letters in place of taking them; `lose`: take it, and hang up."""

    dovecot: Dovecot
    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # by recipient, when it is named
    answers: list[str] = field(default_factory=list)  # to the letter itself
    lose: int = 0
    bounce: bool = False
    tls: bool = False
    password: str | None = None  # of who signs in

    @property
    def url(self) -> str:
        user = f"us:{self.password}@" if self.password else ""
        return f"{'smtps' if self.tls else 'smtp'}://{user}127.0.0.1:{self.port}"

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(envelope.content, policy=default) for envelope in self.taken]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(envelope)
        for recipient in envelope.rcpt_tos:
            self._deliver(envelope, recipient)
        if self.lose:
            self.lose -= 1
            server.transport.abort()
        return "250 OK"

    def _deliver(self, envelope: Envelope, recipient: str) -> None:
        if not self.bounce:
            path = f"Return-Path: <{envelope.mail_from}>\r\n".encode()
            self.dovecot.deliver(recipient, path + envelope.content)
            return
        returned = BOUNCE.format(
            sender=envelope.mail_from,
            number=len(self.taken),
            recipient=recipient,
            letter=envelope.content.decode(),
        )
        self.dovecot.deliver(envelope.mail_from, b"Return-Path: <>\r\n" + returned.encode())

    @contextmanager
    def open(self) -> Iterator[None]:
        self.port = free_port()
        self._start()
        try:
            yield
        finally:
            self._controller.stop()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody listens; afterwards it does again, on the same port."""
        self._controller.stop()
        yield
        self._start()

    def _knows(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        return AuthResult(success=given.password == (self.password or "").encode(), handled=False)

    def _start(self) -> None:
        more: dict[str, object] = {}
        if self.password:
            more = {"auth_require_tls": False, "authenticator": self._knows}
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if self.tls else None
        if context:
            context.load_cert_chain(self.dovecot.certificate, self.dovecot.key)
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ssl_context=context, **more)
        self._controller.start()
