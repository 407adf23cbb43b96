"""Where mail goes out and comes in, read from addresses such as smtps://user:password@mail.shop.example."""

import ipaddress
import ssl
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465, "imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class Server:
    """`tls`: from the first byte; else it is begun before the password is said, but for this machine's own."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"  # IMAP only

    @property
    def needs_tls(self) -> bool:
        return not self.tls and not _is_here(self.host)

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def server(url: str) -> Server:
    """Raises ValueError for what has no host."""
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in PORTS:
        raise ValueError("not the address of a mail server")
    return Server(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        parts.scheme.endswith("s"),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        _folder(parts),
    )


def _folder(parts: SplitResult) -> str:
    return unquote(parts.path.strip("/")) or "INBOX"


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
