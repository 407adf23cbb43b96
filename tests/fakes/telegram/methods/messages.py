"""Sending, changing and deleting texts."""

from tests.fakes.telegram.history import Line
from tests.fakes.telegram.keyboards import keyboard_of
from tests.fakes.telegram.methods.posting import post
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.texts import Said, caption_of, text_of
from tests.fakes.telegram.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_SECONDS = 48 * 3600


def send_message(world: World, params: Params) -> JSON:
    return post(world, params, "sendMessage", lambda: _text(params))


def edit_message_text(world: World, params: Params) -> JSON:
    line = _own(world, params)
    said = text_of(params)
    if "text" not in line.message:
        raise bad_request("there is no text in the message to edit")
    return _change(world, line, params, said, "text")


def edit_message_caption(world: World, params: Params) -> JSON:
    line = _own(world, params)
    said = caption_of(params)
    if "text" in line.message:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, line, params, said, "caption")


def edit_message_reply_markup(world: World, params: Params) -> JSON:
    line = _own(world, params)
    bare = {key: value for key, value in line.message.items() if key != "reply_markup"}
    return _replace(world, line, bare | keyboard_of(params))


def delete_message(world: World, params: Params) -> bool:
    line = _line(world, params, "message to delete not found")
    if world.now() - line.message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    line.deleted = True
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Telegram passes over the ones that it cannot find."""
    chat = world.people.writable(params.number("chat_id"))
    for id_ in params.structure("message_ids") or []:
        line = world.history.find(chat.id, int(id_))
        if line is not None:
            line.deleted = True
    return True


def _text(params: Params) -> tuple[JSON, Said]:
    said = text_of(params)
    preview = params.structure("link_preview_options")
    return said.fields() | ({"link_preview_options": preview} if preview else {}), said


def _line(world: World, params: Params, otherwise: str) -> Line:
    chat = world.people.writable(params.number("chat_id"))
    line = world.history.find(chat.id, params.number("message_id"))
    if line is None:
        raise bad_request(otherwise)
    return line


def _own(world: World, params: Params) -> Line:
    line = _line(world, params, "message to edit not found")
    if not line.by_bot:
        raise bad_request("message can't be edited")
    world.limits.check(line.chat_id)
    return line


def _change(world: World, line: Line, params: Params, said: Said, name: str) -> JSON:
    # An edit without a keyboard takes the old one away.
    gone = {name, "entities", f"{name}_entities", "reply_markup", "link_preview_options"}
    bare = {key: value for key, value in line.message.items() if key not in gone}
    changed = _replace(world, line, bare | said.fields(name) | keyboard_of(params))
    line.parse_mode = said.parse_mode
    return changed


def _replace(world: World, line: Line, message: JSON) -> JSON:
    if _content(message) == _content(line.message):
        raise bad_request(NOT_MODIFIED)
    line.change(message | {"edit_date": world.now()})
    return line.message


def _content(message: JSON) -> JSON:
    return {key: value for key, value in message.items() if key != "edit_date"}


METHODS = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
