"""An update of Telegram as what it means to the shop."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User

from bot.channels.telegram.ids import CHANNEL, PRESSED, edit_key, message_key, press_key, read_button
from bot.channels.telegram.inbound.arrivals import Arrival, Blocked, InPublic, Nothing, Pressed, Said
from bot.channels.telegram.inbound.kinds import Content, content, named
from bot.channels.telegram.inbound.wishes import wish_of
from bot.channels.telegram.inbound.words import clean, clean_all
from bot.conversations.messages import Inbound, Offer, Wish

ALLOWED = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
UNKNOWN = "en"  # the language of who does not tell it
QUOTED = 500  # characters of a quoted line that go along


def read(update: Update) -> Arrival:
    if update.message:
        return _message(update.message)
    if update.edited_message:
        return _edit(update.edited_message)
    if update.callback_query:
        return _press(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    if update.channel_post:
        return InPublic(update.channel_post.chat.id, UNKNOWN)
    return Nothing(next((name for name in update.to_dict() if name != "update_id"), "an empty update"))


def read_unreadable(raw: Mapping[str, Any]) -> Arrival:
    """A message that the library cannot make sense of still is one, when it says who wrote it and where."""
    message = raw.get("message")
    try:
        chat, number = int(message["chat"]["id"]), int(message["message_id"])  # type: ignore[index]
        private = message["chat"]["type"] == Chat.PRIVATE  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return Nothing("an unreadable update")
    held = named(message) if private and isinstance(message, dict) else None
    if held is None:
        return Nothing("an unreadable notice")
    return Said(Inbound(CHANNEL, str(chat), message_key(chat, number), held.text, kind=held.kind))


def _message(message: Message) -> Arrival:
    held = content(message)
    if held is None:
        return Nothing("a notice")
    if message.chat.type != Chat.PRIVATE:
        return InPublic(message.chat.id, _language(message.from_user))
    return Said(_inbound(message, held, message_key(message.chat.id, message.message_id)))


def _edit(message: Message) -> Arrival:
    held = content(message)
    if held is None or message.edit_date is None or message.chat.type != Chat.PRIVATE:
        return Nothing("an edit that changes nothing for us")
    if held.location and not message.venue:  # where somebody is walking, minute by minute
        return Nothing("a live location that moved")
    chat, number = message.chat.id, message.message_id
    key = edit_key(chat, number, message.edit_date, _fingerprint(held))
    return Said(_inbound(message, held, key, corrects=message_key(chat, number)))


def _inbound(message: Message, held: Content, key: str, *, corrects: str | None = None) -> Inbound:
    wish, token = wish_of(held.text) if held.kind == "text" else (None, None)
    quoted = message.reply_to_message
    return Inbound(
        CHANNEL,
        str(message.chat.id),
        clean(key),
        clean("/start" if wish is Wish.START else held.text),  # a token is nobody's words
        language=_language(message.from_user),
        name=clean(message.from_user.full_name) if message.from_user else None,
        kind=clean(held.kind),
        files=tuple(_clean_offers(held)),
        location=held.location,
        wish=wish,
        pass_token=clean(token) if token else None,
        quotes=message_key(message.chat.id, quoted.message_id) if quoted else None,
        corrects=corrects,
        details=clean_all({**held.details, **_circumstances(message)}),
    )


def _clean_offers(held: Content) -> Iterator[Offer]:
    for offer in held.files:
        yield replace(offer, name=clean(offer.name), media_type=clean(offer.media_type))


def _circumstances(message: Message) -> dict[str, Any]:
    """What a person who answers wants to know besides."""
    about: dict[str, Any] = {}
    quoted = message.reply_to_message
    words = message.quote.text if message.quote else quoted and (quoted.text or quoted.caption)
    if words:
        about["quoted"] = words[:QUOTED]
    if message.forward_origin:
        about["forwarded"] = True
    return about


def _fingerprint(held: Content) -> str:
    return json.dumps([held.kind, held.text, [offer.ref for offer in held.files]])


def _press(query: CallbackQuery) -> Pressed:
    language, message = _language(query.from_user), query.message
    chat = message.chat.id if message else query.from_user.id  # a private chat has its customer's number
    pressed = Pressed(query.id, chat, language, again=query.data == PRESSED)
    if isinstance(message, Message) and message.is_accessible:
        pressed = replace(pressed, message=message.message_id, title=_title(message, query.data))
    button = read_button(query.data)
    if button is None or (message and message.chat.type != Chat.PRIVATE):
        return pressed
    name = clean(query.from_user.full_name)
    key = clean(press_key(query.id))
    inbound = Inbound(
        CHANNEL, str(chat), key, clean(pressed.title), button, language, name=name, kind="press"
    )
    return replace(pressed, inbound=inbound)


def _title(message: Message, data: str | None) -> str:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return next((button.text for row in rows for button in row if button.callback_data == data), "")


def _membership(change: ChatMemberUpdated) -> Arrival:
    status = change.new_chat_member.status
    if change.chat.type == Chat.PRIVATE:
        since = change.date if status == ChatMember.BANNED else None
        return Blocked(str(change.chat.id), clean(change.from_user.full_name), since)
    if status in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR):
        return InPublic(change.chat.id, _language(change.from_user))
    return Nothing("the bot left a group")


def _language(user: User | None) -> str:
    return (user.language_code if user else None) or UNKNOWN


def chat_of(raw: Mapping[str, Any]) -> str:
    """Whose turn it is: updates of one chat are stored one after the other."""
    for part in raw.values():
        for where in (part, part.get("message")) if isinstance(part, dict) else ():
            if isinstance(where, dict) and isinstance(where.get("chat"), dict):
                return str(where["chat"].get("id"))
    return ""
