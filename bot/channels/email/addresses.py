"""Who writes to whom: mail addresses, and the thread that makes each correspondence an address of its own."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from hashlib import sha256

CHANNEL = "email"
LONGEST = 254  # RFC 5321, less the brackets
NAME_LENGTH = 100

# Plain characters only: nothing that could end a header or a command, and no quoting.
_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sender:
    """Ourselves, as letters show us."""

    name: str
    mail: str

    @property
    def domain(self) -> str:
        return self.mail.rpartition("@")[2]

    @property
    def address(self) -> Address:
        return Address(self.name, addr_spec=self.mail)


def sender(written: str) -> Sender:
    """From `Name <name@host>` or the address alone. Raises ValueError."""
    name, mail = parseaddr(written)
    known = usable(mail)
    if known is None:
        raise ValueError(f"{written!r} holds no mail address")
    return Sender(shown_name(name), known)


def usable(mail: str) -> str | None:
    """The address in the one form we compare and send to; None for what no letter could be sent to."""
    name, _, host = mail.strip().rpartition("@")
    try:
        known = f"{name}@{host.encode('idna').decode('ascii')}".lower()
    except UnicodeError:
        return None
    return known if len(known) <= LONGEST and _PLAIN.fullmatch(known) else None


def shown_name(name: str) -> str:
    """A name fit for a header and for staff."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:NAME_LENGTH]


def thread_of(mail: str, message_id: str) -> str:
    """The core's address of a correspondence that this message opens.

    A mail's sender is easily forged. So only who has our answer continues a correspondence, and a new mail
    never gets into what was said, or proved, in another.
    """
    return f"{mail}/{sha256(message_id.encode()).hexdigest()[:12]}"


def thread_from(mail: str, conversation_id: int) -> str:
    """The core's address where a conversation goes on that began on another channel."""
    return f"{mail}/c{conversation_id}"


def mail_of(address: str) -> str:
    """The mail address in a core's address, or in one that was left in a chat."""
    name, at, rest = address.rpartition("@")
    return f"{name}{at}{rest.partition('/')[0]}"
