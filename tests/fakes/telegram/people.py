"""Who is there: the bot, its customers, the groups it was put into."""

from dataclasses import dataclass, field

from tests.fakes.telegram.refusals import Refused, bad_request, forbidden
from tests.fakes.telegram.shapes import JSON


@dataclass(slots=True)
class Customer:
    id: int
    name: str = "Kari"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    started: bool = False  # wrote to the bot at least once; before that it may not write to them
    blocked: bool = False

    def user(self) -> JSON:
        return {"id": self.id, "is_bot": False} | self._known(language_code=self.language_code)

    def chat(self) -> JSON:
        return {"id": self.id, "type": "private"} | self._known()

    def check(self) -> None:
        """Raises Refused when the bot may not write here."""
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")

    def _known(self, **more: str | None) -> JSON:
        names = {"first_name": self.name, "last_name": self.last_name, "username": self.username} | more
        return {key: value for key, value in names.items() if value}


@dataclass(slots=True)
class Group:
    id: int
    title: str = "Friends"
    type: str = "group"
    present: bool = True  # the bot is still in it
    reads_all: bool = False  # privacy mode is off

    def chat(self) -> JSON:
        return {"id": self.id, "type": self.type, "title": self.title}

    def check(self) -> None:
        if not self.present:
            raise forbidden(f"bot was kicked from the {self.type} chat")


@dataclass(slots=True)
class People:
    bot_id: int
    bot_name: str = "Varde"
    bot_username: str = "varde_test_bot"
    customers: dict[int, Customer] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)

    def bot(self) -> JSON:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.bot_name,
            "username": self.bot_username,
        }

    def chat(self, id_: int) -> Customer | Group:
        """Raises Refused as Telegram does for a chat that it does not know."""
        found = self.customers.get(id_) or self.groups.get(id_)
        if found is None:
            raise bad_request("chat not found")
        return found

    def writable(self, id_: int) -> Customer | Group:
        chat = self.chat(id_)
        chat.check()
        return chat

    def customer(self, id_: int) -> Customer:
        if id_ not in self.customers:
            raise Refused(404, f"No customer {id_}")
        return self.customers[id_]
