"""The files of a mail, as offers that can be fetched from the mailbox later."""

from collections.abc import Sequence
from email.message import EmailMessage

from bot.conversations.messages import FileKind, Offer

MOST = 10

_KINDS = {"image": FileKind.PHOTO, "audio": FileKind.AUDIO, "video": FileKind.VIDEO}


def attachments(mail: EmailMessage) -> Sequence[EmailMessage]:
    """In order; pictures that belong to the text's layout, such as a signature's, are none."""
    related = mail.get_content_type() == "multipart/related"
    return [part for part in mail.iter_attachments() if _is_file(part, named=not related)][:MOST]


def offers(mail: EmailMessage, place: str) -> tuple[Offer, ...]:
    """`place`: where the mail lies in the mailbox."""
    return tuple(_offer(part, f"{place}:{number}") for number, part in enumerate(attachments(mail)))


def content(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_file(part: EmailMessage, *, named: bool) -> bool:
    if part.is_multipart() or part.get_content_type().startswith("message/"):
        return False
    return part.get_content_disposition() == "attachment" or bool(named and part.get_filename())


def _offer(part: EmailMessage, ref: str) -> Offer:
    kind = _KINDS.get(part.get_content_maintype(), FileKind.DOCUMENT)
    name = part.get_filename() or "file"
    return Offer(kind, name, part.get_content_type(), ref, len(content(part)))
