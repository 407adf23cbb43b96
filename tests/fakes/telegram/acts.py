"""What customers do: each act becomes a message in the chat and an update for the bot."""

from dataclasses import dataclass

from tests.fakes.telegram.entities import found
from tests.fakes.telegram.history import Line
from tests.fakes.telegram.keyboards import button_at
from tests.fakes.telegram.methods.posting import without_quotes
from tests.fakes.telegram.people import Customer, Group
from tests.fakes.telegram.refusals import Refused, bad_request
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.world import World


@dataclass(frozen=True, slots=True)
class Acts:
    world: World

    def write(
        self, customer: Customer, content: JSON, chat_id: int | None = None, reply_to: int | None = None
    ) -> JSON:
        """`content` holds the message's own fields. Raises Refused where a phone would not let it happen."""
        chat = self._place(customer, chat_id)
        message = {
            "message_id": self.world.history.next_id(),
            "from": customer.user(),
            "chat": chat.chat(),
            "date": self.world.now(),
        }
        message |= self._quoted(chat.id, reply_to) | content
        self.world.history.add(Line(message, by_bot=False))
        shown = chat is customer or (isinstance(chat, Group) and self._bot_sees(chat, message))
        update = self.world.updates.add("message", message, chat.id) if shown else None
        return {"update_id": update, "message_id": message["message_id"]}

    def edit(self, customer: Customer, message_id: int, content: JSON, chat_id: int | None = None) -> JSON:
        """`content` takes the place of the fields of the same names."""
        line = self._line(chat_id or customer.id, message_id)
        if line.message["from"]["id"] != customer.id:
            raise bad_request("customers edit their own messages only")
        gone = {"entities", "caption_entities"}
        kept = {key: value for key, value in line.message.items() if key not in gone}
        line.change(kept | content | {"edit_date": self.world.now()})
        update = self.world.updates.add("edited_message", line.message, line.chat_id)
        return {"update_id": update, "message_id": message_id}

    def press(
        self,
        customer: Customer,
        message_id: int,
        row: int,
        column: int,
        *,
        chat_id: int | None = None,
        data: str = "",
    ) -> JSON:
        """With `data` it is the press of a button that is no longer there."""
        place = chat_id or customer.id
        line = next(
            (it for it in self.world.history.lines(place) if it.message["message_id"] == message_id), None
        )
        if line is None:
            raise bad_request("message not found")
        pressed = data or button_at(line.message, row, column).get("callback_data")
        if not pressed:
            raise bad_request("this button calls nobody")
        query = {
            "id": self.world.callbacks.open(),
            "from": customer.user(),
            "message": _inaccessible(line) if line.deleted else line.message,
            "chat_instance": str(place),
            "data": pressed,
        }
        update = self.world.updates.add("callback_query", query, place)
        return {"update_id": update, "callback_query_id": query["id"]}

    def set_blocked(self, customer: Customer, blocked: bool) -> JSON:
        if customer.blocked == blocked:
            return {"update_id": None}
        customer.blocked = blocked
        states = ("member", "kicked") if blocked else ("kicked", "member")
        return {"update_id": self._bot_became(customer, customer, *states)}

    def add_to_group(self, customer: Customer, group: Group) -> JSON:
        self.world.people.groups[group.id] = group
        update = self._bot_became(customer, group, "left", "member")
        self.write(customer, {"new_chat_members": [self.world.people.bot()]}, group.id)
        return {"id": group.id, "update_id": update}

    def _bot_became(self, customer: Customer, chat: Customer | Group, old: str, new: str) -> int | None:
        bot = self.world.people.bot()
        change = {
            "chat": chat.chat(),
            "from": customer.user(),
            "date": self.world.now(),
            "old_chat_member": _member(bot, old),
            "new_chat_member": _member(bot, new),
        }
        return self.world.updates.add("my_chat_member", change, chat.id)

    def _place(self, customer: Customer, chat_id: int | None) -> Customer | Group:
        if chat_id and chat_id != customer.id:
            return self.world.people.writable(chat_id)
        if customer.blocked:
            raise Refused(409, "They blocked the bot and must unblock it before they can write")
        customer.started = True
        return customer

    def _line(self, chat: int, message_id: int) -> Line:
        line = self.world.history.find(chat, message_id)
        if line is None:
            raise bad_request("message not found")
        return line

    def _quoted(self, chat: int, reply_to: int | None) -> JSON:
        return {"reply_to_message": without_quotes(self._line(chat, reply_to).message)} if reply_to else {}

    def _bot_sees(self, group: Group, message: JSON) -> bool:
        """In privacy mode a bot gets what is meant for it, and what the group tells about itself."""
        text = message.get("text", message.get("caption"))
        to_bot = message.get("reply_to_message", {}).get("from", {}).get("id") == self.world.people.bot_id
        named = f"@{self.world.people.bot_username}" in (text or "")
        return (
            group.reads_all
            or to_bot
            or named
            or (text or "").startswith("/")
            or "new_chat_members" in message
        )


def text_content(text: str) -> JSON:
    entities = found(text)
    return {"text": text} | ({"entities": entities} if entities else {})


def _member(user: JSON, status: str) -> JSON:
    return {"user": user, "status": status} | ({"until_date": 0} if status == "kicked" else {})


def _inaccessible(line: Line) -> JSON:
    return {"chat": line.message["chat"], "message_id": line.message["message_id"], "date": 0}
