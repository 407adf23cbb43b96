"""One customer, as a test plays them."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Protocol

from tests.fakes.telegram.seen import Seen
from tests.fakes.telegram.shapes import JSON


class Road(Protocol):
    """To the fake."""

    async def post(self, path: str, body: JSON) -> Any: ...
    async def sent(self, id_: int) -> list[Seen]: ...


@dataclass(frozen=True, slots=True)
class Act:
    """What an act became; update_id is None when the bot is not told."""

    update_id: int | None
    message_id: int = 0
    callback_query_id: str = ""


@dataclass(frozen=True, slots=True)
class CustomerControl:
    """`id` is also the id of their private chat with the bot; `chat_id` names a group instead."""

    road: Road
    id: int

    async def says(self, text: str, **where: int | None) -> Act:
        """`where`, here and below: reply_to (a message id), chat_id (a group)."""
        return await self._act("messages", {"text": text} | where)

    async def sends(
        self,
        kind: str,
        data: bytes | None = None,
        *,
        size: int = 0,
        name: str = "",
        media_type: str = "",
        caption: str = "",
        raw: JSON | None = None,
        reply_to: int | None = None,
        chat_id: int | None = None,
        **told: Any,
    ) -> Act:
        """A photo, document, voice, video, audio, animation, video_note or sticker.

        Without data it has `size` zeros. `told`: duration, width, height, emoji, performer, title; `raw`: more fields.
        """
        file = {"size": size, "name": name, "media_type": media_type, "caption": caption} | told
        file |= {"data": b64encode(data).decode()} if data is not None else {}
        return await self._act("messages", {kind: file, "raw": raw, "reply_to": reply_to, "chat_id": chat_id})

    async def sends_location(self, latitude: float, longitude: float, **where: int | None) -> Act:
        return await self.sends_raw({"location": {"latitude": latitude, "longitude": longitude}}, **where)

    async def sends_contact(self, phone_number: str, first_name: str, **where: int | None) -> Act:
        return await self.sends_raw(
            {"contact": {"phone_number": phone_number, "first_name": first_name}}, **where
        )

    async def sends_poll(self, question: str, *options: str) -> Act:
        choices = [{"persistent_id": str(i), "text": it, "voter_count": 0} for i, it in enumerate(options)]
        state = {"total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular"}
        rules = {"allows_multiple_answers": False, "allows_revoting": False, "members_only": False}
        poll = {"id": "1", "question": question, "options": choices} | state | rules
        return await self.sends_raw({"poll": poll})

    async def sends_dice(self, value: int = 6, emoji: str = "🎲") -> Act:
        return await self.sends_raw({"dice": {"emoji": emoji, "value": value}})

    async def sends_raw(self, fields: JSON, **where: int | None) -> Act:
        """A message with these fields beside the usual ones (id, from, chat, date)."""
        return await self._act("messages", {"raw": fields} | where)

    async def edits(self, message_id: int, text: str, *, chat_id: int | None = None) -> Act:
        return await self._act("edits", {"message_id": message_id, "text": text, "chat_id": chat_id})

    async def edits_caption(self, message_id: int, caption: str) -> Act:
        return await self._act("edits", {"message_id": message_id, "caption": caption})

    async def presses(
        self, message_id: int, row: int = 0, column: int = 0, *, data: str = "", chat_id: int | None = None
    ) -> Act:
        """With `data`, a button that is no longer there."""
        body = {"message_id": message_id, "row": row, "column": column, "data": data, "chat_id": chat_id}
        return await self._act("presses", body)

    async def presses_titled(self, title: str) -> Act:
        """The newest button of this title."""
        for message in reversed(await self.got()):
            for row, buttons in enumerate(message.buttons):
                for column, button in enumerate(buttons):
                    if button["text"] == title:
                        return await self.presses(message.message_id, row, column)
        raise LookupError(f"no button {title!r}")

    async def blocks(self) -> Act:
        return await self._act("blocked", {"blocked": True})

    async def unblocks(self) -> Act:
        return await self._act("blocked", {"blocked": False})

    async def makes_group(self, title: str = "Friends", **more: Any) -> int:
        """With the bot in it; the group's chat id. More: type ("supergroup"), reads_all (privacy mode off)."""
        made = await self.road.post(f"/customers/{self.id}/groups", {"title": title} | more)
        return int(made["id"])

    async def got(self) -> list[Seen]:
        """What the bot sent and did not delete."""
        return await self.road.sent(self.id)

    async def _act(self, what: str, body: JSON) -> Act:
        return Act(**await self.road.post(f"/customers/{self.id}/{what}", body))
