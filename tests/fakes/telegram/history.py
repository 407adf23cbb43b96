"""What stands in the chats: every message as it is now, with what it was before."""

from dataclasses import dataclass, field

from tests.fakes.telegram.shapes import JSON


@dataclass(slots=True)
class Line:
    message: JSON
    by_bot: bool
    method: str | None = None  # the Bot API method that made it
    parse_mode: str | None = None
    deleted: bool = False
    earlier: list[JSON] = field(default_factory=list)

    @property
    def chat_id(self) -> int:
        return int(self.message["chat"]["id"])

    def change(self, message: JSON) -> None:
        self.earlier.append(self.message)
        self.message = message

    def report(self) -> JSON:
        return {
            "message": self.message,
            "by_bot": self.by_bot,
            "method": self.method,
            "parse_mode": self.parse_mode,
            "deleted": self.deleted,
            "earlier": self.earlier,
        }


class History:
    def __init__(self) -> None:
        self._chats: dict[int, dict[int, Line]] = {}
        self._last_id = 0

    def next_id(self) -> int:
        """Counts over all chats, as it does for the private chats of one bot."""
        self._last_id += 1
        return self._last_id

    def add(self, line: Line) -> JSON:
        self._chats.setdefault(line.chat_id, {})[line.message["message_id"]] = line
        return line.message

    def find(self, chat: int, message_id: int) -> Line | None:
        """None also for a message that was deleted."""
        line = self._chats.get(chat, {}).get(message_id)
        return None if line is None or line.deleted else line

    def lines(self, chat: int) -> list[Line]:
        return list(self._chats.get(chat, {}).values())

    def chats(self) -> list[int]:
        return list(self._chats)
