"""How files stand in messages, by kind."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.telegram.files import Files, Stored
from tests.fakes.telegram.pictures import UNKNOWN, dimensions
from tests.fakes.telegram.shapes import JSON


@dataclass(frozen=True, slots=True)
class Kind:
    """`describe` gives what stands in a message beside the file's names."""

    folder: str
    name: str  # where the sender gives none
    media_type: str
    describe: Callable[[Stored], JSON]
    numbers: tuple[str, ...] = ()  # what the sender may tell about it, in numbers
    words: tuple[str, ...] = ()

    def told(self, given: JSON) -> JSON:
        numbers = {name: int(given[name]) for name in self.numbers if given.get(name)}
        return numbers | {name: given[name] for name in self.words if given.get(name)}


def _named(stored: Stored) -> JSON:
    return {"file_name": stored.name, "mime_type": stored.media_type}


def _typed(stored: Stored) -> JSON:
    return {"mime_type": stored.media_type, "duration": 1}


def _film(stored: Stored) -> JSON:
    return _named(stored) | {"width": 640, "height": 360, "duration": 1}


def _audio(stored: Stored) -> JSON:
    return _named(stored) | {"duration": 1}


def _round(stored: Stored) -> JSON:
    return {"length": 240, "duration": 1}


def _sticker(stored: Stored) -> JSON:
    return {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}


def _nothing(stored: Stored) -> JSON:
    return {}


KINDS = {
    "photo": Kind("photos", "photo.jpg", "image/jpeg", _nothing),
    "document": Kind("documents", "file.bin", "application/octet-stream", _named),
    "voice": Kind("voice", "voice.oga", "audio/ogg", _typed, ("duration",)),
    "video": Kind("videos", "video.mp4", "video/mp4", _film, ("duration", "width", "height")),
    "audio": Kind("music", "audio.mp3", "audio/mpeg", _audio, ("duration",), ("performer", "title")),
    "animation": Kind("animations", "animation.mp4", "video/mp4", _film, ("duration", "width", "height")),
    "video_note": Kind("video_notes", "note.mp4", "video/mp4", _round, ("duration", "length")),
    "sticker": Kind("stickers", "sticker.webp", "image/webp", _sticker, (), ("emoji", "set_name")),
}


def field_for(kind: str, stored: Stored, files: Files, told: JSON) -> JSON:
    """{"document": …} and the like, as it stands in a message."""
    if kind == "photo":
        return {"photo": _sizes(stored, files)}
    content = stored.names() | KINDS[kind].describe(stored) | KINDS[kind].told(told)
    # Telegram shows an animation as a document too, for old clients.
    more = {"document": stored.names() | _named(stored)} if kind == "animation" else {}
    return {kind: content} | more


def _sizes(stored: Stored, files: Files) -> list[JSON]:
    """A thumbnail and the whole; Telegram makes the bytes smaller and turns all into JPEG, which is not done here."""
    width, height = dimensions(stored.content()) or UNKNOWN
    shrink = max(width, height) / 90
    if shrink <= 1:
        return [stored.names() | {"width": width, "height": height}]
    thumbnail = files.keep("thumbnails", stored.name, stored.media_type, stored.data, stored.size)
    small = {"width": max(1, round(width / shrink)), "height": max(1, round(height / shrink))}
    return [thumbnail.names() | small, stored.names() | {"width": width, "height": height}]
