"""Mail that no person wrote to us: returned letters, automatic answers, lists. None of it is ever answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message

from bot.channels.email.inbound.headers import plain, raw

_IDS = re.compile(r"<[^<>\s]{3,300}>")
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|abuse|listserv|majordomo)(?:[+@.-]|$)",
    re.IGNORECASE,
)
MOST_IDS = 50


@dataclass(frozen=True, slots=True)
class Bounce:
    """`final`: the letter was given up; else it is only late. `why`: in the other server's words."""

    final: bool
    why: str


def message_ids(mail: Message, *names: str) -> list[str]:
    """The ids in these headers, in order."""
    found = [one for name in names for value in raw(mail, name) for one in _IDS.findall(value)]
    return found[-MOST_IDS:]


def bounce(mail: EmailMessage) -> Bounce | None:
    """RFC 3464, and what older servers send in its place."""
    for status in _parts(mail, "message/delivery-status"):
        for block in _blocks(status):
            action = plain(block, "Action").lower()
            if action:
                return Bounce(action == "failed", _reason(block))
    if _is_null_sender(mail) and raw(mail, "X-Failed-Recipients"):
        return Bounce(final=True, why="the mail server gave no reason")
    return None


def returned_ids(mail: EmailMessage) -> list[str]:
    """The ids of the letter that came back."""
    found = message_ids(mail, "References", "In-Reply-To")
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            found += _IDS.findall(str(part.get_payload()))[:MOST_IDS]
        elif part.get_content_type() == "message/rfc822":
            for inner in _inner(part):
                found += message_ids(inner, "Message-ID")
    return found


def is_automatic(mail: EmailMessage) -> bool:
    """RFC 3834, and the signs that were used before it."""
    submitted = plain(mail, "Auto-Submitted", "no").partition(";")[0].strip().lower()
    precedence = plain(mail, "Precedence").lower()
    return (
        submitted != "no"
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or any(
            name in mail
            for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "Feedback-ID")
        )
        or _is_null_sender(mail)
        or mail.get_content_type() == "multipart/report"
    )


def is_machine(address: str) -> bool:
    return bool(_MACHINES.match(address))


def _is_null_sender(mail: EmailMessage) -> bool:
    return plain(mail, "Return-Path") == "<>"


def _parts(mail: EmailMessage, kind: str) -> Iterator[Message]:
    return (part for part in mail.walk() if part.get_content_type() == kind)


def _blocks(status: Message) -> Iterator[Message]:
    payload = status.get_payload()
    return (
        (block for block in payload if isinstance(block, Message)) if isinstance(payload, list) else iter(())
    )


def _inner(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    return (
        (inner for inner in payload if isinstance(inner, Message)) if isinstance(payload, list) else iter(())
    )


def _reason(block: Message) -> str:
    told = plain(block, "Diagnostic-Code").partition(";")[2].strip() or plain(block, "Status")
    return told[:200] or "the mail server gave no reason"
