"""The door of the desk: from where it can be reached, and the password that opens it from elsewhere."""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from bot.conversations.ports import Clock

TRIES = 5  # wrong passwords per address within WINDOW
WINDOW = timedelta(minutes=1)
ADDRESSES = 10_000  # remembered at once

CLOSED = (
    "The desk answers only on the machine it runs on, because no desk password is set.\n"
    "Open it there through http://localhost, or set SHOPDESK_DESK_PASSWORD (10 characters or more) and restart: "
    "then it opens from other machines, with that password.\n"
)


class DoorClosed(Exception):
    """The root of what the door says; the text can be shown to whoever stands before it."""


class WrongPassword(DoorClosed):
    """Not the desk's password."""


class TooManyTries(DoorClosed):
    """Wait `seconds` before the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many wrong passwords. Please wait {seconds} seconds and try again.")
        self.seconds = seconds


class Door:
    def __init__(self, password: str | None, clock: Clock) -> None:
        self._password = None if password is None else _digest(password)
        self._clock = clock
        self._wrong: dict[str, list[datetime]] = {}

    @property
    def has_password(self) -> bool:
        return self._password is not None

    def lets_through(self, *, local: bool, host: str) -> bool:
        """Without a password only clients on this machine, and only by the machine's own name.

        The name counts because a foreign page can make its own name point here (DNS rebinding).
        """
        return self.has_password or (local and _is_loopback(_without_port(host)))

    def try_password(self, password: str, address: str) -> None:
        """Raises WrongPassword, or TooManyTries whatever the password is."""
        now = self._clock()
        wrong = [at for at in self._wrong.get(address, ()) if now - at < WINDOW]
        if len(wrong) >= TRIES:
            raise TooManyTries(int((wrong[0] + WINDOW - now).total_seconds()) + 1)
        if self._password is not None and hmac.compare_digest(_digest(password), self._password):
            self._wrong.pop(address, None)
            return
        self._remember(address, [*wrong, now])
        raise WrongPassword("That is not the desk's password.")

    def _remember(self, address: str, wrong: list[datetime]) -> None:
        if len(self._wrong) >= ADDRESSES:
            del self._wrong[min(self._wrong, key=lambda known: self._wrong[known][-1])]
        self._wrong[address] = wrong


def _digest(password: str) -> bytes:
    return hashlib.sha256(password.encode()).digest()


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_loopback(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
