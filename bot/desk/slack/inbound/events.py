"""Message events of Slack read into values: what was said, changed or deleted, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations.messages import FileKind, Offer
from bot.desk.slack.text.plain import emoji_in

Json = Mapping[str, Any]
# What people write comes without a subtype or with one of these; all others tell of joins, topics and the like.
WRITTEN = frozenset({None, "thread_broadcast", "file_share", "me_message"})


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a person. `thread`: ts of the message it replies to; `linked`: names of files kept elsewhere."""

    channel: str
    ts: str
    thread: str | None
    user: str
    text: str
    emoji: Mapping[str, str]
    files: tuple[Offer, ...] = ()
    linked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    said: Said  # as it reads now
    before: str | None  # its text before, where Slack tells
    edited: str  # ts of the change


@dataclass(frozen=True, slots=True)
class Deleted:
    said: Said  # as it read


Event = Said | Edited | Deleted


def read_event(event: Json) -> Event | None:
    """What a `message` event says; None when no person wrote, changed or deleted anything."""
    channel = str(event.get("channel", ""))
    match event.get("subtype"):
        case "message_changed":
            return _changed(event, channel)
        case "message_deleted":
            before = event.get("previous_message")
            said = read_message(before, channel) if isinstance(before, Mapping) else None
            return Deleted(said) if said else None
        case _:
            return read_message(event, channel)


def read_message(message: Json, channel: str) -> Said | None:
    """A message as it stands in an event or in a thread that was read; None when no person wrote it."""
    user, ts = message.get("user"), message.get("ts")
    if message.get("subtype") not in WRITTEN or message.get("bot_id") or message.get("hidden"):
        return None
    if not isinstance(user, str) or not isinstance(ts, str):
        return None
    files = [file for file in message.get("files") or () if isinstance(file, Mapping)]
    return Said(
        channel,
        ts,
        message.get("thread_ts"),
        user,
        str(message.get("text") or ""),
        emoji_in(message.get("blocks") or ()),
        tuple(_offer(file) for file in files if _is_here(file)),
        tuple(_name(file) for file in files if not _is_here(file)),
    )


def edited_at(message: Json) -> str | None:
    edited = message.get("edited")
    return str(edited["ts"]) if isinstance(edited, Mapping) and "ts" in edited else None


def ts_order(ts: str) -> tuple[int, int]:
    """Slack's time stamps in order of time."""
    seconds, _, rest = ts.partition(".")
    return int(seconds or 0), int(rest or 0)


def _changed(event: Json, channel: str) -> Edited | None:
    """Slack also tells of previews it added: those have no edit, or the same text."""
    message, before = event.get("message"), event.get("previous_message")
    said = read_message(message, channel) if isinstance(message, Mapping) else None
    edited = edited_at(message) if isinstance(message, Mapping) else None
    if said is None or edited is None:
        return None
    old = str(before.get("text") or "") if isinstance(before, Mapping) else None
    return None if old == said.text else Edited(said, old, edited)


def _is_here(file: Json) -> bool:
    return bool(file.get("id")) and file.get("mode") not in ("external", "tombstone", "hidden_by_limit")


def _offer(file: Json) -> Offer:
    media_type = str(file.get("mimetype") or "application/octet-stream")
    size = file.get("size")
    return Offer(
        _kind(file, media_type),
        _name(file),
        media_type,
        str(file["id"]),
        size if isinstance(size, int) else None,
    )


def _kind(file: Json, media_type: str) -> FileKind:
    if file.get("subtype") == "slack_audio":
        return FileKind.VOICE
    kinds: Sequence[tuple[str, FileKind]] = (
        ("image/", FileKind.PHOTO),
        ("audio/", FileKind.AUDIO),
        ("video/", FileKind.VIDEO),
    )
    return next((kind for start, kind in kinds if media_type.startswith(start)), FileKind.DOCUMENT)


def _name(file: Json) -> str:
    return str(file.get("name") or file.get("title") or "file")
