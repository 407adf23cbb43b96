"""The files of a message, as offers that can be fetched later."""

from telegram import (
    Animation,
    Audio,
    Document,
    LivePhoto,
    Message,
    PhotoSize,
    Sticker,
    Video,
    VideoNote,
    Voice,
)

from bot.conversations.messages import FileKind, Offer

Medium = Animation | Audio | Document | LivePhoto | Video | VideoNote | Voice


def offers(message: Message) -> tuple[Offer, ...]:
    """What stands in the message, the most telling form of each; usually one."""
    if message.live_photo:
        return _live_photo(message.live_photo, message.photo)
    if message.photo:
        return (_photo(message.photo[-1]),)
    if message.sticker:
        return _sticker(message.sticker)
    for kind, medium, name, media_type in (
        (FileKind.VIDEO, message.animation, "animation.mp4", "video/mp4"),
        (FileKind.VIDEO, message.video, "video.mp4", "video/mp4"),
        (FileKind.VIDEO, message.video_note, "video.mp4", "video/mp4"),
        (FileKind.VOICE, message.voice, "voice.ogg", "audio/ogg"),
        (FileKind.AUDIO, message.audio, "audio.mp3", "audio/mpeg"),
        (FileKind.DOCUMENT, message.document, "document", "application/octet-stream"),
    ):
        if medium is not None:
            return (_offer(kind, medium, name, media_type),)
    return ()


def _offer(kind: FileKind, medium: Medium, name: str, media_type: str) -> Offer:
    """`name` and `media_type` for when Telegram gives none."""
    return Offer(
        kind,
        getattr(medium, "file_name", None) or name,
        getattr(medium, "mime_type", None) or media_type,
        medium.file_id,
        medium.file_size,
    )


def _photo(size: PhotoSize) -> Offer:
    """Of the sizes of a photo the last is the largest; Telegram makes JPEG of them all."""
    return Offer(FileKind.PHOTO, "photo.jpg", "image/jpeg", size.file_id, size.file_size)


def _live_photo(moving: LivePhoto, sizes: tuple[PhotoSize, ...]) -> tuple[Offer, ...]:
    still = [_photo(size) for size in (*(moving.photo or ()), *sizes)[-1:]]
    return (*still, _offer(FileKind.VIDEO, moving, "live-photo.mp4", "video/mp4"))


def _sticker(sticker: Sticker) -> tuple[Offer, ...]:
    """An animated one is in a format of Telegram's own, so its picture stands for it."""
    if sticker.is_video:
        return (Offer(FileKind.STICKER, "sticker.webm", "video/webm", sticker.file_id, sticker.file_size),)
    if not sticker.is_animated:
        return (Offer(FileKind.STICKER, "sticker.webp", "image/webp", sticker.file_id, sticker.file_size),)
    if sticker.thumbnail is None:
        return ()
    picture = sticker.thumbnail
    return (Offer(FileKind.STICKER, "sticker.webp", "image/webp", picture.file_id, picture.file_size),)
