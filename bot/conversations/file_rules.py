"""Which files are taken from people, and what they are called."""

import re
import unicodedata
from collections.abc import Mapping

MOST_BYTES = 20 * 1024 * 1024
NAME_LENGTH = 100

_OFFICE = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# Each type with what its bytes begin with, where that is certain. Nothing in it that a browser would run.
_ALLOWED: Mapping[str, tuple[bytes, ...]] = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "image/heic": (),
    "application/pdf": (b"%PDF-",),
    "text/plain": (),
    "text/csv": (),
    "application/msword": (_OLD_OFFICE,),
    "application/vnd.ms-excel": (_OLD_OFFICE,),
    "application/vnd.ms-powerpoint": (_OLD_OFFICE,),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (_OFFICE,),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (_OFFICE,),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (_OFFICE,),
    "application/vnd.oasis.opendocument.text": (_OFFICE,),
    "application/vnd.oasis.opendocument.spreadsheet": (_OFFICE,),
    "application/rtf": (b"{\\rtf",),
}
# Telephones and web pages often save one kind of picture under the name of another; every viewer shows it.
_PICTURES = tuple(
    start for known, starts in _ALLOWED.items() if known.startswith("image/") for start in starts
)
_ALLOWED_FAMILIES = ("audio/", "video/")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|script|svg|\?xml)", re.IGNORECASE)
_RESERVED = re.compile(r'[/\\:*?"<>|]+')


def type_refusal(media_type: str, size: int | None) -> str | None:
    """Why a file of this type and size is not taken, in words for staff; None when it is."""
    known = media_type.partition(";")[0].strip().lower()
    if known not in _ALLOWED and not known.startswith(_ALLOWED_FAMILIES):
        return f"files of the type {known or 'unknown'} are not taken"
    if size is not None and size > MOST_BYTES:
        return f"it is larger than {MOST_BYTES // 1024 // 1024} MB"
    return None


def content_refusal(media_type: str, content: bytes) -> str | None:
    """Why these bytes are not taken for that type; None when they may be it."""
    if not content:
        return "it is empty"
    known = media_type.partition(";")[0].strip().lower()
    starts = _ALLOWED.get(known, ())
    starts = _PICTURES if starts and known.startswith("image/") else starts
    if starts and not content.startswith(starts):
        return f"it is not really {known}"
    if content.startswith(_PROGRAMS) or _MARKUP.match(content[:512]):
        return "it holds something that could be run"
    if known.startswith("text/") and b"\0" in content:
        return "it is not really text"
    return type_refusal(media_type, len(content))


def clean_name(name: str) -> str:
    """A name that is safe in every folder and page: no paths, no signs that hide or turn round what follows."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    plain = " ".join(_RESERVED.sub("_", shown).split()).lstrip(".").strip()
    if len(plain) > NAME_LENGTH:
        stem, dot, ending = plain.rpartition(".")
        ending = f"{dot}{ending}" if stem and len(ending) <= 10 else ""
        plain = plain[: NAME_LENGTH - len(ending)] + ending
    return plain or "file"
