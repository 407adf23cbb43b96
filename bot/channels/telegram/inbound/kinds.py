"""What a message of Telegram holds, whatever kind it is; what we do not know is named after Telegram's own field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram import Message

from bot.channels.telegram.inbound.media import offers
from bot.conversations.messages import Location, Offer

# Fields that come with a message of any kind and are not what it says.
ENVELOPE = frozenset(
    {
        "message_id", "date", "chat", "from", "sender_chat", "sender_boost_count", "sender_business_bot",
        "sender_tag", "business_connection_id", "message_thread_id", "direct_messages_topic", "is_topic_message",
        "is_automatic_forward", "is_from_offline", "is_paid_post", "paid_star_count", "reply_to_message",
        "reply_to_story", "reply_to_checklist_task_id", "reply_to_poll_option_id", "external_reply", "quote",
        "via_bot", "edit_date", "has_protected_content", "media_group_id", "author_signature", "entities",
        "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", "link_preview_options",
        "effect_id", "reply_markup", "forward_origin", "suggested_post_info", "guest_bot_caller_user",
        "guest_bot_caller_chat", "guest_query_id",
    }
)  # fmt: skip

# Notices that Telegram itself puts into a chat. Nobody said them, so nobody is answered.
NOTICES = frozenset(
    {
        "pinned_message", "message_auto_delete_timer_changed", "chat_background_set", "write_access_allowed",
        "connected_website", "proximity_alert_triggered", "boost_added", "forum_topic_created",
        "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
        "general_forum_topic_unhidden", "new_chat_members", "left_chat_member", "new_chat_title",
        "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
        "channel_chat_created", "migrate_to_chat_id", "migrate_from_chat_id", "video_chat_scheduled",
        "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
        "paid_message_price_changed", "direct_message_price_changed", "chat_owner_changed", "chat_owner_left",
        "managed_bot_created",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Content:
    """`kind` as in `Inbound.kind`."""

    kind: str
    text: str = ""
    files: tuple[Offer, ...] = ()
    location: Location | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def content(message: Message) -> Content | None:
    """None for a notice, which nobody said."""
    for kind, (there, read) in _READERS.items():
        if there(message):
            return read(message, kind)
    return named(message.to_dict())


def named(fields: Mapping[str, Any]) -> Content | None:
    """Of a message that we cannot handle: its kind, and the words that came with it."""
    held = [name for name, value in fields.items() if value and name not in ENVELOPE]
    said = [name for name in held if name not in NOTICES]
    if held and not said:
        return None
    words = fields.get("text") or fields.get("caption") or ""
    return Content(said[0] if said else "message", words if isinstance(words, str) else "")


def _text(message: Message, kind: str) -> Content:
    return Content(kind, message.text or "")


def _location(message: Message, kind: str) -> Content:
    place = message.location
    assert place is not None  # noqa: S101 - its reader is only asked when it is there
    details: dict[str, Any] = {}
    if message.venue:  # Telegram sends the location beside it
        details["venue"] = {"title": message.venue.title, "address": message.venue.address}
    return Content(kind, location=Location(place.latitude, place.longitude), details=details)


def _contact(message: Message, kind: str) -> Content:
    contact = message.contact
    assert contact is not None  # noqa: S101 - as above
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    return Content(kind, details={"contact": {"name": name, "phone": contact.phone_number}})


def _files(message: Message, kind: str) -> Content:
    details: dict[str, Any] = {}
    if message.media_group_id:
        details["album"] = message.media_group_id
    if message.sticker and message.sticker.emoji:
        details["emoji"] = message.sticker.emoji
    return Content(kind, message.caption or "", offers(message), details=details)


_Reader = tuple[Callable[[Message], object], Callable[[Message, str], Content]]

_READERS: Mapping[str, _Reader] = {
    "text": (lambda message: message.text is not None, _text),
    "location": (lambda message: message.location, _location),
    "contact": (lambda message: message.contact, _contact),
    "photo": (lambda message: message.photo or message.live_photo, _files),
    "animation": (lambda message: message.animation, _files),  # before document, which it also is
    "video": (lambda message: message.video or message.video_note, _files),
    "voice": (lambda message: message.voice, _files),
    "audio": (lambda message: message.audio, _files),
    "sticker": (lambda message: message.sticker, _files),
    "document": (lambda message: message.document, _files),
}
