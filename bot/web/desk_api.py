"""The desk's reading and commands as JSON over HTTP: convert in, call one thing, convert out."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.conversations.desk import Desk
from bot.conversations.errors import NoSuchConversation
from bot.conversations.handoffs import Handoff
from bot.conversations.messages import Customer
from bot.conversations.model import Agent, Conversation
from bot.conversations.ports import Clock, Store
from bot.desk import views
from bot.desk.line_view import line_view
from bot.web.desk_bodies import Closing, Nothing, Refused, Words, read_body
from bot.web.desk_entry import Entrance
from bot.web.shared_files import stored_file

WEBSITE = "widget"
PAGE = 200  # lines a reading gives at most
LARGEST_ID = 2**63 - 1
LARGEST_SEQ = 2**31 - 1

Plain = Callable[[int, Agent], Awaitable[object]]
Say = Callable[[int, Agent, str, str], Awaitable[object]]


class DeskApi:
    def __init__(self, desk: Desk, store: Store, clock: Clock, entrance: Entrance) -> None:
        self._desk = desk
        self._store = store
        self._clock = clock
        self._entrance = entrance

    async def queue(self, request: Request) -> Response:
        agent = self._entrance.require_agent(request)
        rows = await self._store.queue()
        return JSONResponse(views.queue_view(rows, await self._customers(rows), agent, self._clock()))

    async def conversation(self, request: Request) -> Response:
        """One conversation with its lines beyond `after`; `more` says that another reading finds others."""
        agent = self._entrance.require_agent(request)
        number, after = _number(request), _after(request)
        conversation = await self._store.conversation(number)
        handoffs = await self._store.handoffs(number)
        lines = await self._store.messages(number, after=after, limit=PAGE)
        customer = await self._store.customer(conversation.channel, conversation.address)
        current = views.under_way(handoffs)
        can = views.allowed(conversation, current, agent)
        proposed = (
            await self._desk.proposed_cause(conversation, current) if current and can["close"] else None
        )
        known = await self._store.recent(conversation.channel, conversation.address) if after == 0 else ()
        return JSONResponse(
            {
                "now": self._clock().isoformat(),
                "conversation": views.conversation_view(conversation, customer),
                "can": can,
                "handoffs": [
                    views.handoff_view(each, proposed if each is current else None) for each in handoffs
                ],
                "lines": [line_view(line) for line in lines],
                "more": len(lines) == PAGE,
                "others": views.others_of(known, number),
            }
        )

    async def file(self, request: Request) -> Response:
        """A file of any conversation: pictures are shown, all else is offered for saving."""
        self._entrance.require_agent(request)
        try:
            return await stored_file(self._store, request.path_params["key"])
        except HTTPException as error:
            raise Refused(error.status_code, error.detail) from None

    async def claim(self, request: Request) -> Response:
        return await self._do(request, self._desk.claim)

    async def hand_back(self, request: Request) -> Response:
        return await self._do(request, self._desk.hand_back)

    async def hand_back_settled(self, request: Request) -> Response:
        return await self._do(request, partial(self._desk.hand_back, settled=True))

    async def answered(self, request: Request) -> Response:
        return await self._do(request, self._desk.answered)

    async def close(self, request: Request) -> Response:
        agent = self._entrance.require_agent(request)
        body = await read_body(request, Closing)
        await self._desk.close(_number(request), agent, body.seen, body.as_resolution())
        return JSONResponse({})

    async def reply(self, request: Request) -> Response:
        return await self._say(request, self._desk.reply)

    async def note(self, request: Request) -> Response:
        return await self._say(request, self._desk.note)

    async def _customers(self, rows: Sequence[tuple[Conversation, Handoff]]) -> dict[int, Customer | None]:
        """Whoever has a name: visitors of the website have none."""
        return {
            conversation.id: await self._store.customer(conversation.channel, conversation.address)
            for conversation, _ in rows
            if conversation.channel != WEBSITE
        }

    async def _do(self, request: Request, command: Plain) -> Response:
        agent = self._entrance.require_agent(request)
        await read_body(request, Nothing)
        await command(_number(request), agent)
        return JSONResponse({})

    async def _say(self, request: Request, say: Say) -> Response:
        agent = self._entrance.require_agent(request)
        body = await read_body(request, Words)
        # With the agent in it, nobody can answer under another's message id.
        await say(_number(request), agent, body.text, f"{agent.id}:{body.id}")
        return JSONResponse({})


def _number(request: Request) -> int:
    number: int = request.path_params["number"]
    if number > LARGEST_ID:
        raise NoSuchConversation
    return number


def _after(request: Request) -> int:
    after = request.query_params.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 11 and int(after) <= LARGEST_SEQ):
        raise Refused(400, "after: a line's number, 0 or more")
    return int(after)
