"""The control API under /_control: tests and the page act as customers, set faults, look at what the bot did."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.telegram.acts import Acts, text_content
from tests.fakes.telegram.faults import ACCEPTED, Fault, FaultKind
from tests.fakes.telegram.limits import OVERALL, PER_CHAT, Rate
from tests.fakes.telegram.outage import How, Outage
from tests.fakes.telegram.people import Customer, Group
from tests.fakes.telegram.refusals import Refused
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.world import World

Handler = Callable[[JSON, dict[str, Any]], Any | Awaitable[Any]]


class Steering:
    def __init__(self, world: World, outage: Outage) -> None:
        self._world = world
        self._outage = outage
        self._acts = Acts(world)

    def routes(self) -> list[Route]:
        return [
            _route("POST", "/customers", self._new_customer),
            _route("GET", "/customers", self._customers),
            _route("POST", "/customers/{customer:int}/messages", self._write),
            _route("POST", "/customers/{customer:int}/edits", self._edit),
            _route("POST", "/customers/{customer:int}/presses", self._press),
            _route("POST", "/customers/{customer:int}/blocked", self._block),
            _route("POST", "/customers/{customer:int}/groups", self._new_group),
            _route("GET", "/chats/{chat}", self._chat),
            _route("GET", "/chats", self._chats),
            _route("GET", "/calls", self._calls),
            _route("GET", "/answers", self._answers),
            _route("GET", "/actions", self._actions),
            _route("POST", "/faults", self._add_fault),
            _route("DELETE", "/faults", self._reset),
            _route("POST", "/outage", self._begin_outage),
            _route("DELETE", "/outage", self._end_outage),
            _route("POST", "/limits", self._limits),
            _route("POST", "/clock", self._clock),
        ]

    def _new_customer(self, body: JSON, path: JSON) -> JSON:
        id_ = int(body.get("id") or random.randint(10**8, 10**9))
        customer = Customer(**{"id": id_} | {key: body[key] for key in body if key != "id"})
        self._world.people.customers[id_] = customer
        return customer.user()

    def _customers(self, body: JSON, path: JSON) -> list[JSON]:
        return [
            it.user() | {"blocked": it.blocked, "started": it.started}
            for it in self._world.people.customers.values()
        ]

    def _write(self, body: JSON, path: JSON) -> JSON:
        content = text_content(body["text"]) if "text" in body else body["raw"]
        return self._acts.write(self._customer(path), content, body.get("chat_id"), body.get("reply_to"))

    def _edit(self, body: JSON, path: JSON) -> JSON:
        content = text_content(body["text"])
        return self._acts.edit(self._customer(path), body["message_id"], content, body.get("chat_id"))

    def _press(self, body: JSON, path: JSON) -> JSON:
        row, column = body.get("row", 0), body.get("column", 0)
        customer, data = self._customer(path), body.get("data", "")
        return self._acts.press(
            customer, body["message_id"], row, column, chat_id=body.get("chat_id"), data=data
        )

    def _block(self, body: JSON, path: JSON) -> JSON:
        return self._acts.set_blocked(self._customer(path), body["blocked"])

    def _new_group(self, body: JSON, path: JSON) -> JSON:
        group = Group(body.pop("id", None) or -random.randint(10**8, 10**9), **body)
        return self._acts.add_to_group(self._customer(path), group)

    def _chat(self, body: JSON, path: JSON) -> list[JSON]:
        return [it.report() for it in self._world.history.lines(int(path["chat"]))]

    def _chats(self, body: JSON, path: JSON) -> list[int]:
        return self._world.history.chats()

    def _calls(self, body: JSON, path: JSON) -> list[JSON]:
        return self._world.journal.calls(body.get("method"))

    def _answers(self, body: JSON, path: JSON) -> list[JSON]:
        return self._world.journal.callback_answers

    def _actions(self, body: JSON, path: JSON) -> list[JSON]:
        return self._world.journal.actions

    def _add_fault(self, body: JSON, path: JSON) -> JSON:
        kind = FaultKind(body["kind"])
        self._world.faults.add(
            Fault(**body | {"kind": kind, "accepted": body.get("accepted", ACCEPTED[kind])})
        )
        return {"left": self._world.faults.left()}

    async def _reset(self, body: JSON, path: JSON) -> JSON:
        self._world.faults.reset()
        self._world.limits.set(on=False)
        await self._outage.end()
        return {}

    async def _begin_outage(self, body: JSON, path: JSON) -> JSON:
        await self._outage.begin(How(body.get("how", How.REFUSE)), body.get("seconds"))
        return {}

    async def _end_outage(self, body: JSON, path: JSON) -> JSON:
        await self._outage.end()
        return {}

    def _limits(self, body: JSON, path: JSON) -> JSON:
        rates = {name: Rate(*body.get(name, (it.count, it.seconds))) for name, it in _USUAL.items()}
        self._world.limits.set(on=body["on"], **rates)
        return {}

    def _clock(self, body: JSON, path: JSON) -> JSON:
        self._world.clock.put_ahead(body["seconds"])
        return {"now": self._world.clock.now()}

    def _customer(self, path: JSON) -> Customer:
        return self._world.people.customer(path["customer"])


_USUAL = {"per_chat": PER_CHAT, "overall": OVERALL}


def _route(method: str, path: str, handler: Handler) -> Route:
    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        body = await request.json() if raw else dict(request.query_params)
        try:
            result = handler(body, request.path_params)
            if isinstance(result, Awaitable):
                result = await result
        except Refused as refusal:
            return JSONResponse(refusal.body(), refusal.code)
        return JSONResponse(result)

    return Route(path, endpoint, methods=[method])
