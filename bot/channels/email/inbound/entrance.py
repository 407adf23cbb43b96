"""A mail is stored; only then may it be marked as read."""

import logging
from typing import Protocol

from bot.channels.email.addresses import CHANNEL, mail_of
from bot.channels.email.inbound.arrivals import Nothing, Returned, Said
from bot.channels.email.inbound.reading import Mail, Reading
from bot.channels.rate_limits import RateLimit
from bot.conversations.messages import Inbound, Receipt

log = logging.getLogger(__name__)

PER_HOUR = 20  # mails taken from one sender: two machines that answer each other stop there


class Receiver(Protocol):
    """The core's intake."""

    async def receive(self, inbound: Inbound) -> Receipt: ...


class Returns(Protocol):
    """The core's record of letters that came back."""

    async def note(
        self, delivery_id: int, channel: str, external_id: str, what: str, *, bounced: bool
    ) -> None: ...


class TooMany(Exception):
    """The sender has had their share: people should look at the mail."""


class Entrance:
    def __init__(
        self, *, intake: Receiver, returns: Returns, reading: Reading, limit: RateLimit | None = None
    ) -> None:
        self._intake = intake
        self._returns = returns
        self._reading = reading
        self._counted: set[str] = set()  # those that are not stored yet
        self._limit = limit or RateLimit(PER_HOUR, per=3600.0)

    async def take(self, mail: Mail) -> None:
        """Raises TooMany, or what the store raises: then it must not be marked."""
        match await self._reading.read(mail):
            case Said(inbound):
                self._count(inbound)
                await self._intake.receive(inbound)
                self._counted.discard(inbound.external_id)
            case Returned(delivery_id, external_id, what, bounced):
                await self._returns.note(delivery_id, CHANNEL, external_id, what, bounced=bounced)
            case Nothing(what):
                log.info("nothing to store: %s", what, extra={"mail": mail.place})

    def _count(self, inbound: Inbound) -> None:
        """Once for each mail, however often the store fails to take it."""
        if inbound.external_id in self._counted:
            return
        if self._limit.take(mail_of(inbound.address)):
            raise TooMany
        self._counted.add(inbound.external_id)
