"""What all sending methods share: may it go there, what it answers to, what is under it."""

from collections.abc import Callable

from tests.fakes.telegram.history import Line
from tests.fakes.telegram.keyboards import keyboard_of
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.texts import Said
from tests.fakes.telegram.world import World

Content = Callable[[], tuple[JSON, Said | None]]


def post(world: World, params: Params, method: str, content: Content) -> JSON:
    """Put the message into the chat. Raises Refused before anything has changed."""
    chat = world.people.writable(params.number("chat_id"))
    fields, said = content()
    keyboard = keyboard_of(params)
    quoted = _quoted(world, chat.id, params)
    world.limits.check(chat.id)
    message = {
        "message_id": world.history.next_id(),
        "from": world.people.bot(),
        "chat": chat.chat(),
        "date": world.now(),
    }
    mode = said.parse_mode if said else None
    return world.history.add(Line(message | quoted | fields | keyboard, True, method, mode))


def without_quotes(message: JSON) -> JSON:
    """As a message stands in another that refers to it: one level deep only."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _quoted(world: World, chat: int, params: Params) -> JSON:
    reply = params.structure("reply_parameters")
    if not reply:
        return {}
    line = world.history.find(chat, int(reply["message_id"]))
    if line is not None:
        return {"reply_to_message": without_quotes(line.message)}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
