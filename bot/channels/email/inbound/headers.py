"""Headers as they were sent: the standard library's own reading of them raises for what strangers write."""

from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from bot.channels.email.addresses import shown_name, usable


def raw(mail: Message, name: str) -> list[str]:
    """Every header of that name, undecoded."""
    wanted = name.lower()
    return [_text(value) for key, value in mail.raw_items() if key.lower() == wanted]


def plain(mail: Message, name: str, default: str = "") -> str:
    """The first of that name, on one line, in printable characters."""
    values = raw(mail, name)
    return _one_line(_decoded(values[0])) if values else default


def writer(mail: Message) -> tuple[str, str | None]:
    """Name and address of who wrote it; the address is None when nothing can be sent there.

    Read before anything is decoded: an encoded name cannot bring an address of its own.
    """
    values = raw(mail, "From")
    name, address = parseaddr(values[0]) if len(values) == 1 else ("", "")
    return shown_name(_decoded(name)), usable(address)


def _text(value: object) -> str:
    """Bytes beyond ASCII come as half surrogates."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return value


def _one_line(value: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
