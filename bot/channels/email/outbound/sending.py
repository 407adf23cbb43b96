"""One letter to the mail server; its answers and failures sorted by what the core does about them."""

import logging
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from bot.channels.email.servers import Server
from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown, DeliveryError

log = logging.getLogger(__name__)

SECONDS = 30.0
UNREACHABLE = 20.0  # seconds until the next try while the server is away
NOT_NOW = 120.0  # …when it says itself that it cannot take the letter yet
TO_MEND = 300.0  # …when it does not take us at all: somebody has to mend that
PERMANENT = 500  # from here on an answer stays the same
LONGEST = 200  # characters of an answer that staff see


class Unusable(Exception):
    """The server cannot be used; the text says why and holds no password."""


class Postbox:
    def __init__(self, server: Server, domain: str, seconds: float = SECONDS) -> None:
        self._server = server
        self._domain = domain
        self._seconds = seconds

    async def send(self, letter: EmailMessage, sender: str, recipient: str) -> None:
        """Raises ChannelBusy, ChannelRefused or ChannelUnknown."""
        client = self._client()
        try:
            await self._introduce(client)
            await _address(client, sender, recipient)
            await _hand_over(client, letter.as_bytes())
        finally:
            client.close()

    async def check(self) -> None:
        """Raises Unusable."""
        client = self._client()
        try:
            await client.connect()
        except SMTPAuthenticationError as error:
            raise Unusable("the server does not know the user or the password") from error
        except (SMTPException, OSError) as error:
            raise Unusable(_in_words(error)) from error
        finally:
            client.close()

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user or None,
            password=server.password or None,
            local_hostname=self._domain,
            timeout=self._seconds,
            use_tls=server.tls,
            start_tls=server.needs_tls,
            tls_context=server.context(),
        )

    async def _introduce(self, client: SMTP) -> None:
        try:
            await client.connect()
        except (SMTPAuthenticationError, SMTPNotSupported) as error:
            log.error("the mail server does not take us: mend SHOPDESK_SMTP_URL")
            raise ChannelBusy(TO_MEND) from error
        except (SMTPException, OSError) as error:
            log.warning("the mail server cannot be used: %s", _in_words(error))
            raise ChannelBusy(UNREACHABLE) from error


async def _address(client: SMTP, sender: str, recipient: str) -> None:
    try:
        await client.mail(sender)
        await client.rcpt(recipient)
    except (SMTPException, OSError) as error:
        raise _before(error) from error


async def _hand_over(client: SMTP, content: bytes) -> None:
    try:
        await client.data(content)
    except (SMTPException, OSError) as error:
        raise _after(error) from error


def _before(error: Exception) -> DeliveryError:
    """Nothing of the letter has left us."""
    if isinstance(error, SMTPRecipientRefused) and error.code >= PERMANENT:
        return ChannelRefused(_answer(error))
    if isinstance(error, SMTPResponseException) and error.code == 552:
        return ChannelRefused(_answer(error))
    if isinstance(error, SMTPResponseException) and error.code >= PERMANENT:
        log.error("the mail server does not take letters from us: %s", _answer(error))
        return ChannelBusy(TO_MEND)
    return ChannelBusy(NOT_NOW if isinstance(error, SMTPResponseException) else UNREACHABLE)


def _after(error: Exception) -> DeliveryError:
    """The letter may be there: only an answer tells."""
    if isinstance(error, SMTPDataError):
        return ChannelRefused(_answer(error)) if error.code >= PERMANENT else ChannelBusy(NOT_NOW)
    return ChannelUnknown(f"the mail server gave no answer to the letter ({type(error).__name__})")


def _answer(error: SMTPResponseException) -> str:
    return f"{error.code} {' '.join(str(error.message).split())}"[:LONGEST]


def _in_words(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return _answer(error)
    return f"the server cannot be reached ({type(error).__name__})"
