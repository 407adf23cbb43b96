"""A client of the control API: what tests use to be a customer, to set faults and to see what the bot did."""

import asyncio
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx

from tests.fakes.telegram.shapes import JSON

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the customer has it on the screen now, and how it came to be."""

    message_id: int
    by_bot: bool
    deleted: bool
    method: str | None
    parse_mode: str | None
    raw: JSON
    earlier: tuple[JSON, ...]

    @property
    def text(self) -> str:
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def edited(self) -> bool:
        return bool(self.earlier)

    @property
    def buttons(self) -> list[list[JSON]]:
        rows: list[list[JSON]] = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def titles(self) -> list[str]:
        return [it["text"] for row in self.buttons for it in row]

    @property
    def reply_to(self) -> int | None:
        id_: int | None = self.raw.get("reply_to_message", {}).get("message_id")
        return id_


def _seen(report: JSON) -> Seen:
    rest = {key: report[key] for key in ("by_bot", "deleted", "method", "parse_mode")}
    return Seen(
        report["message"]["message_id"], raw=report["message"], earlier=tuple(report["earlier"]), **rest
    )


class Control:
    """Use `async with`. `url`: the fake's control_url, which answers also while Telegram is out."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{url}/_control", timeout=30)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def new_customer(
        self, id_: int | None = None, name: str = "Kari", *, language_code: str | None = "en", **more: Any
    ) -> "CustomerControl":
        """`more`: last_name, username."""
        body = {"id": id_, "name": name, "language_code": language_code} | more
        user = await self.post("/customers", body)
        return CustomerControl(self, user["id"])

    def customer(self, id_: int) -> "CustomerControl":
        return CustomerControl(self, id_)

    async def fault(self, kind: str, method: str = "*", count: int | None = 1, **more: Any) -> None:
        """The next `count` calls of `method` (None: all until `reset`) go wrong.

        Kinds: "lose" (carried out, then the connection is dropped), "busy" (429 with `retry_after`), "error" (5xx
        `code`), "hang" (carried out, answered after `seconds`). More: accepted (whether it is carried out),
        chat_id (only calls about this chat), skip (so many go well before).
        """
        await self.post("/faults", {"kind": kind, "method": method, "count": count} | more)

    async def out(self, seconds: float | None = None, how: str = "refuse") -> None:
        """Telegram is out, for so long or until `back`: "refuse" (no connection), "close" (accepted, then closed
        without a word), "error" (502 for everything)."""
        await self.post("/outage", {"how": how, "seconds": seconds})

    async def back(self) -> None:
        await self._send("DELETE", "/outage")

    async def reset(self) -> None:
        """No more faults, outage, limits."""
        await self._send("DELETE", "/faults")

    async def limit(self, on: bool = True, **rates: tuple[int, float]) -> None:
        """Telegram's rate limits; `per_chat`, `overall`: (so many, in so many seconds)."""
        await self.post("/limits", {"on": on} | rates)

    async def put_clock_ahead(self, seconds: float) -> None:
        await self.post("/clock", {"seconds": seconds})

    async def chat(self, id_: int) -> list[Seen]:
        """All that was ever said there, in order, as it stands now."""
        return [_seen(it) for it in await self.get(f"/chats/{id_}")]

    async def sent(self, id_: int) -> list[Seen]:
        """What the bot sent there and did not delete."""
        return [it for it in await self.chat(id_) if it.by_bot and not it.deleted]

    async def chats(self) -> list[int]:
        chats: list[int] = await self.get("/chats")
        return chats

    async def calls(self, method: str | None = None) -> list[JSON]:
        """Every call: at, method, params, status (None: not answered), accepted (it had its effect)."""
        calls: list[JSON] = await self.get("/calls", {"method": method} if method else {})
        return calls

    async def answers(self) -> list[JSON]:
        """What was answered to presses: callback_query_id, text, show_alert, at."""
        answers: list[JSON] = await self.get("/answers")
        return answers

    async def actions(self, chat_id: int) -> list[str]:
        return [it["action"] for it in await self.get("/actions") if it["chat_id"] == chat_id]

    async def wait_for(
        self, chat_id: int, count: int = 1, text: str = "", seconds: float = PATIENCE
    ) -> list[Seen]:
        """The bot's messages there, as soon as `count` of them hold `text`."""
        async with asyncio.timeout(seconds):
            while True:
                found = [it for it in await self.sent(chat_id) if text in it.text]
                if len(found) >= count:
                    return found
                await asyncio.sleep(0.02)

    async def get(self, path: str, params: JSON | None = None) -> Any:
        return await self._send("GET", path, params=params)

    async def post(self, path: str, body: JSON) -> Any:
        return await self._send("POST", path, json=body)

    async def _send(self, method: str, path: str, **more: Any) -> Any:
        answer = await self._http.request(method, path, **more)
        if answer.is_error:
            raise ValueError(answer.text)
        return answer.json()


@dataclass(frozen=True, slots=True)
class Act:
    """What an act became; update_id is None when the bot is not told."""

    update_id: int | None
    message_id: int = 0
    callback_query_id: str = ""


@dataclass(frozen=True, slots=True)
class CustomerControl:
    """One customer; `id` is also the id of their private chat with the bot. `chat_id` names a group instead."""

    control: Control
    id: int

    async def says(self, text: str, *, reply_to: int | None = None, chat_id: int | None = None) -> Act:
        return await self._act("messages", {"text": text, "reply_to": reply_to, "chat_id": chat_id})

    async def sends_raw(
        self, fields: JSON, *, reply_to: int | None = None, chat_id: int | None = None
    ) -> Act:
        """A message with these fields beside the usual ones (id, from, chat, date)."""
        return await self._act("messages", {"raw": fields, "reply_to": reply_to, "chat_id": chat_id})

    async def edits(self, message_id: int, text: str, *, chat_id: int | None = None) -> Act:
        return await self._act("edits", {"message_id": message_id, "text": text, "chat_id": chat_id})

    async def presses(
        self, message_id: int, row: int = 0, column: int = 0, *, data: str = "", chat_id: int | None = None
    ) -> Act:
        """With `data`, a button that is no longer there."""
        body = {"message_id": message_id, "row": row, "column": column, "data": data, "chat_id": chat_id}
        return await self._act("presses", body)

    async def presses_titled(self, title: str) -> Act:
        """The newest button of this title."""
        for seen in reversed(await self.control.sent(self.id)):
            for row, buttons in enumerate(seen.buttons):
                for column, button in enumerate(buttons):
                    if button["text"] == title:
                        return await self.presses(seen.message_id, row, column)
        raise LookupError(f"no button {title!r}")

    async def blocks(self) -> Act:
        return await self._act("blocked", {"blocked": True})

    async def unblocks(self) -> Act:
        return await self._act("blocked", {"blocked": False})

    async def makes_group(self, title: str = "Friends", **more: Any) -> int:
        """With the bot in it; the group's chat id. More: type ("supergroup"), reads_all (privacy mode off)."""
        made = await self.control.post(f"/customers/{self.id}/groups", {"title": title} | more)
        return int(made["id"])

    async def got(self) -> list[Seen]:
        return await self.control.sent(self.id)

    async def _act(self, what: str, body: JSON) -> Act:
        return Act(**await self.control.post(f"/customers/{self.id}/{what}", body))
