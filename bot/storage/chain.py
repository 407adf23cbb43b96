"""The chain: every line's link is a hash over the link before it, so that none changes, goes or moves unseen.

What may have to be erased goes into a link only as a salted commitment. Without its salt a commitment tells
nothing of the words, and the links over it still fit.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.storage.columns import storable_json

START = bytes(32)  # what stands before a conversation's first line
SALT_BYTES = 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What an erasure takes from a line, and what it leaves in its place.
PERSONAL: Mapping[str, Any] = {
    "text": "",
    "name": None,
    "external_id": None,
    "buttons": [],
    "details": {},
    "files": [],
}
LASTING = ("conversation_id", "author", "internal", "channel", "answers", "corrects", "withdrawn")

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def link(previous: bytes | None, body: bytes, seq: int) -> bytes:
    """`previous`: the link of the line before, None for the first; `body`: of the line, without its number."""
    return sha256((previous or START) + body + seq.to_bytes(4, "big")).digest()


def body(columns: Mapping[str, Any], committed: bytes) -> bytes:
    """What lasts of a line, whatever is erased of it."""
    lasting = [columns[name] for name in LASTING]
    return _encode([*lasting, microseconds(columns["created_at"]), committed.hex()]).encode()


def commitment(columns: Mapping[str, Any], salt: bytes) -> bytes:
    return committed(personal(columns)[0], salt)


def committed(written: bytes, salt: bytes) -> bytes:
    return sha256(salt + written).digest()


def personal(columns: Mapping[str, Any]) -> tuple[bytes, bool]:
    """Alike for what is written and for what either database gives back; and whether that is the very same."""
    values = [columns[name] for name in PERSONAL]
    written = _encode(values)
    try:
        encoded = written.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        encoded = b""
    if not encoded or "\\u0000" in written or "e+" in written or "-0.0" in written:
        return _encode(_plain(storable_json(values))).encode(), False
    return encoded, True


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _plain(value: Any) -> Any:
    """The few numbers that PostgreSQL gives back in another form, in one form."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) >= 1e16 else value + 0.0
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
