"""One open socket of one visitor: frames in to the intake, news out by cursor."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from bot.channels.rate_limits import RateLimit
from bot.channels.widget_errors import error_frame, refusal
from bot.channels.widget_frames import (
    FRAME_BYTES,
    BadFrame,
    Carry,
    Frame,
    Hello,
    Language,
    Ping,
    Press,
    Say,
    SetLanguage,
    read_frame,
)
from bot.channels.widget_metrics import WidgetMetrics
from bot.channels.widget_view import FileLink, encode, message_frame, no_files, state_of
from bot.conversations.live import Hint, Watch
from bot.conversations.messages import Cursor, Inbound, Message, Receipt
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Wording

CHANNEL = "widget"
BATCH = 100  # lines read from the log at a time
AGAIN = 10.0  # seconds after which another channel may be asked again
MISTAKES = 20  # unreadable frames before the socket is closed

POLICY, TOO_BIG, TRY_LATER, BROKEN = 1008, 1009, 1013, 1011  # RFC 6455 close codes


class Gone(Exception):
    """The other side has left."""


class Closing(Exception):
    """Say `frame`, if any, and close with `code`."""

    def __init__(self, code: int, frame: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.frame = frame


class Socket(Protocol):
    async def receive(self) -> str:
        """The next text frame. Raises Gone."""

    async def send(self, text: str) -> None:
        """Raises Gone, or Closing(TRY_LATER) when the reader is too slow."""

    async def close(self, code: int) -> None: ...


class Receiver(Protocol):
    async def receive(self, inbound: Inbound) -> Receipt:
        """Once it returns, the message is durable."""


class Log(Protocol):
    """What a page reads of the store."""

    async def current(self, channel: str, address: str) -> Conversation | None: ...

    async def history(
        self, channel: str, address: str, *, after: Cursor, limit: int = 200
    ) -> Sequence[Message]: ...

    async def recent(self, channel: str, address: str, *, limit: int = 200) -> Sequence[Message]: ...


class NotNow(Exception):
    """The other channel cannot be asked at the moment."""


class Elsewhere(Protocol):
    """Another channel that a conversation can be carried to."""

    name: str

    async def link(self, conversation_id: int | None) -> str:
        """An address that carries it there, once and soon; without one, just the way there. Raises NotNow."""


class Session:
    def __init__(
        self,
        socket: Socket,
        visitor: str,
        language: Language,
        *,
        intake: Receiver,
        log: Log,
        wording: Wording,
        messages: RateLimit,
        metrics: WidgetMetrics,
        elsewhere: Elsewhere | None = None,
        file_link: FileLink = no_files,
    ) -> None:
        self._socket = socket
        self._visitor = visitor
        self._language: Language = language
        self._chosen = False  # the page has just set it
        self._intake = intake
        self._log = log
        self._wording = wording
        self._messages = messages
        self._metrics = metrics
        self._elsewhere = elsewhere
        self._file_link = file_link
        self._cursor = Cursor()
        self._state: dict[str, Any] = {}
        self._mistakes = 0

    async def run(self, watch: Watch, after: Cursor | None, welcome: dict[str, Any]) -> None:
        """Ends by Gone or Closing. `watch` is open already, so that nothing falls between reading and following."""
        await self._welcome(after, welcome)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow(watch))
            await self._listen()

    async def _welcome(self, after: Cursor | None, welcome: dict[str, Any]) -> None:
        if after is None:
            lines = await self._log.recent(CHANNEL, self._visitor, limit=BATCH)
        else:
            lines = await self._log.history(CHANNEL, self._visitor, after=after, limit=BATCH)
        self._cursor = _beyond(lines) or after or Cursor()
        self._state = state_of(await self._log.current(CHANNEL, self._visitor))
        told = {"elsewhere": self._elsewhere.name if self._elsewhere else None, **welcome, **self._state}
        await self._send({"type": "welcome", **told, "messages": [self._line(line) for line in lines]})

    async def _follow(self, watch: Watch) -> None:
        await self._news()  # what was written meanwhile, or did not fit into the welcome
        while True:
            for hint in await watch.next():
                if hint is Hint.NEWS:
                    await self._news()
                else:
                    await self._send({"type": "typing", "on": hint is Hint.TYPING})

    async def _news(self) -> None:
        full = True
        while full:
            lines = await self._log.history(CHANNEL, self._visitor, after=self._cursor, limit=BATCH)
            for line in lines:
                await self._send(self._line(line))
            self._cursor = _beyond(lines) or self._cursor
            full = len(lines) == BATCH
        state = state_of(await self._log.current(CHANNEL, self._visitor))
        if state != self._state:
            self._state = state
            await self._send({"type": "state", **state})

    async def _listen(self) -> None:
        while True:
            raw = await self._socket.receive()
            if len(raw.encode(errors="replace")) > FRAME_BYTES:
                self._metrics.refused("too_large")
                raise Closing(TOO_BIG, refusal(self._wording, self._language, "too_large"))
            try:
                await self._handle(read_frame(raw))
            except BadFrame as error:
                await self._mistake(error)
            await asyncio.sleep(0)  # others get their turn, however many frames have come at once

    async def _handle(self, frame: Frame) -> None:
        match frame:
            case Say() | Press():
                await self._take(frame)
            case SetLanguage():
                self._chosen = self._chosen or frame.language != self._language
                self._language = frame.language
            case Carry():
                await self._carry()
            case Ping():
                await self._send({"type": "pong"})
            case Hello():
                raise BadFrame("hello was said already.")

    async def _take(self, frame: Say | Press) -> None:
        wait = self._messages.take(self._visitor)
        if wait:
            self._metrics.refused("too_fast")
            await self._send(refusal(self._wording, self._language, "too_fast", id=frame.id, wait=wait))
            return
        inbound = _inbound(frame, self._visitor, self._language, chosen=self._chosen)
        receipt = await self._intake.receive(inbound)
        self._chosen = False
        self._metrics.received(duplicate=receipt.duplicate)
        ack = {"type": "ack", "id": frame.id, "conversation": receipt.conversation_id, "seq": receipt.seq}
        await self._send(ack)

    async def _carry(self) -> None:
        if self._elsewhere is None:
            raise BadFrame("carry: there is nowhere to carry it to.")
        wait = self._messages.take(self._visitor)
        if wait:
            await self._not_now(wait)
            return
        conversation = await self._log.current(CHANNEL, self._visitor)
        going_on = conversation is not None and conversation.handling is not Handling.CLOSED
        try:
            link = await self._elsewhere.link(conversation.id if conversation and going_on else None)
        except NotNow:
            await self._not_now(AGAIN)
            return
        await self._send({"type": "carry", "to": self._elsewhere.name, "url": link})

    async def _not_now(self, wait: float) -> None:
        await self._send(refusal(self._wording, self._language, "not_now", wait=wait))

    def _line(self, message: Message) -> dict[str, Any]:
        return message_frame(message, self._visitor, self._file_link)

    async def _mistake(self, error: BadFrame) -> None:
        self._metrics.refused("bad_frame")
        self._mistakes += 1
        frame = error_frame("bad_frame", str(error), id=error.id)
        if self._mistakes >= MISTAKES:
            raise Closing(POLICY, frame)
        await self._send(frame)

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._socket.send(encode(frame))


def _inbound(frame: Say | Press, visitor: str, language: str, *, chosen: bool) -> Inbound:
    return Inbound(
        channel=CHANNEL,
        address=visitor,
        external_id=f"{visitor}:{frame.id}",
        text=frame.text.replace("\x00", ""),  # PostgreSQL stores everything but this
        press=(frame.message, frame.button) if isinstance(frame, Press) else None,
        language=language,
        chosen=chosen,
    )


def _beyond(lines: Sequence[Message]) -> Cursor | None:
    return Cursor(lines[-1].conversation_id, lines[-1].seq) if lines else None
