"""The desk's live socket: tells the page when to read again, and the customer when the agent types."""

import asyncio

from pydantic import ValidationError
from starlette.websockets import WebSocket

from bot.conversations.errors import NoSuchConversation
from bot.conversations.live import DESK, Hint, Live, Watch, address_key
from bot.conversations.model import Agent
from bot.conversations.ports import Store
from bot.web.desk_bodies import Typing
from bot.web.desk_entry import Entrance

PAUSE = 0.2  # seconds between two hints: a busy shop does not make every page read all the time
BEAT = 20.0  # seconds of silence after which the page hears that the line still holds
FRAME_LIMIT = 500  # characters
SIGN_IN = 4401  # the page asks for a sign-in
BAD_FRAME = 1008


class LiveSocket:
    def __init__(self, store: Store, live: Live, entrance: Entrance, *, beat: float = BEAT) -> None:
        self._store = store
        self._live = live
        self._entrance = entrance
        self._beat = beat

    async def endpoint(self, socket: WebSocket) -> None:
        agent = self._entrance.agent(socket)
        await socket.accept()
        if agent is None:
            await socket.close(SIGN_IN)
            return
        with self._live.watch(DESK) as watch:
            telling = asyncio.create_task(self._tell(socket, watch))
            try:
                await self._listen(socket, agent)
            finally:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)

    async def _tell(self, socket: WebSocket, watch: Watch) -> None:
        while True:
            try:
                async with asyncio.timeout(self._beat):
                    await watch.next()
                hint = "news"
            except TimeoutError:
                hint = "beat"
            await socket.send_json({"hint": hint})
            await asyncio.sleep(PAUSE)

    async def _listen(self, socket: WebSocket, agent: Agent) -> None:
        while (frame := await socket.receive())["type"] != "websocket.disconnect":
            try:
                typing = Typing.model_validate_json((frame.get("text") or "")[:FRAME_LIMIT])
            except ValidationError:
                await socket.close(BAD_FRAME)
                return
            await self._pass_on(typing, agent)
            await asyncio.sleep(PAUSE)

    async def _pass_on(self, typing: Typing, agent: Agent) -> None:
        """To the customer of the agent's own conversation, nobody else's."""
        try:
            conversation = await self._store.conversation(typing.conversation)
        except NoSuchConversation:
            return
        if conversation.agent is not None and conversation.agent.id == agent.id:
            hint = Hint.TYPING if typing.typing else Hint.IDLE
            self._live.notify(address_key(conversation.channel, conversation.address), hint)
