"""A client of the control API: what tests use to be a customer, to cause trouble and to see what the bot did."""

import asyncio
from types import TracebackType
from typing import Any, Self

import httpx

from tests.fakes.telegram.customer import Act, CustomerControl
from tests.fakes.telegram.seen import Seen, seen
from tests.fakes.telegram.shapes import JSON

__all__ = ["Act", "Control", "CustomerControl", "Seen"]

PATIENCE = 10.0


class Control:
    """Use `async with`. `url`: the fake's control_url, which answers also while Telegram is out."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=f"{url}/_control", timeout=60, trust_env=False, verify=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def new_customer(
        self, id_: int | None = None, name: str = "Kari", *, language_code: str | None = "en", **more: Any
    ) -> CustomerControl:
        """`more`: last_name, username, started (wrote to the bot before)."""
        user = await self.post("/customers", {"id": id_, "name": name, "language_code": language_code} | more)
        return CustomerControl(self, user["id"])

    def customer(self, id_: int) -> CustomerControl:
        return CustomerControl(self, id_)

    async def inject(self, kind: str, content: JSON, chat_id: int = 0) -> int | None:
        """Any update, such as kind "inline_query"; its id, None when the bot did not ask for the kind."""
        made = await self.post("/updates", {"kind": kind, "content": content, "chat_id": chat_id})
        id_: int | None = made["update_id"]
        return id_

    async def fault(self, kind: str, method: str = "*", count: int | None = 1, **more: Any) -> None:
        """The next `count` calls of `method` (None: all until `reset`) go wrong; "file" means downloads.

        Kinds: "lose" (carried out, then the connection is dropped), "busy" (429 with `retry_after`), "error" (5xx
        `code`), "hang" (carried out, answered after `seconds`). More: accepted (whether it is carried out),
        chat_id (only calls about this chat), skip (so many go well before).
        """
        await self.post("/faults", {"kind": kind, "method": method, "count": count} | more)

    async def faults_left(self) -> int:
        return int((await self.get("/faults"))["left"])

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

    async def idle_week(self) -> None:
        """The next update's id is any number."""
        await self.post("/idle_week", {})

    async def deliver_again(
        self, updates: list[int] | None = None, *, times: int = 1, seed: int = 0, parallel: int = 40
    ) -> dict[str, int]:
        """Send past updates (all for None) to the webhook once more, shuffled; how many got which answer."""
        body = {"updates": updates, "times": times, "seed": seed, "parallel": parallel}
        counted: dict[str, int] = await self.post("/deliver_again", body)
        return counted

    async def chat(self, id_: int) -> list[Seen]:
        """All that was ever said there, in order, as it stands now."""
        return [seen(it) for it in await self.get(f"/chats/{id_}")]

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

    async def profile(self) -> JSON:
        """By language ("" for all others): commands, name, description, short_description; and "bot"."""
        profile: JSON = await self.get("/profile")
        return profile

    async def updates(self) -> list[JSON]:
        """All that there ever were."""
        updates: list[JSON] = (await self.get("/updates"))["ever"]
        return updates

    async def pending(self) -> list[int]:
        """Ids of the updates that the bot has not confirmed."""
        pending: list[int] = (await self.get("/updates"))["pending"]
        return pending

    async def file(self, file_id: str) -> bytes:
        answer = await self._http.get(f"/files/{file_id}")
        return answer.raise_for_status().content

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
