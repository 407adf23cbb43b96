"""About the bot itself and the chats it is in."""

from tests.fakes.telegram.params import Params
from tests.fakes.telegram.people import Group
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.world import World

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(world: World, params: Params) -> JSON:
    return world.people.bot() | ABILITIES


def send_chat_action(world: World, params: Params) -> bool:
    chat, action = world.people.writable(params.number("chat_id")), params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.journal.actions.append({"chat_id": chat.id, "action": action, "at": world.clock.now()})
    return True


def get_chat(world: World, params: Params) -> JSON:
    chat = world.people.chat(params.number("chat_id"))
    return chat.chat() | {"accent_color_id": 0, "max_reaction_count": 11}


def leave_chat(world: World, params: Params) -> bool:
    chat = world.people.writable(params.number("chat_id"))
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    chat.present = False
    return True


METHODS = {"getMe": get_me, "sendChatAction": send_chat_action, "getChat": get_chat, "leaveChat": leave_chat}
