"""The website widget: sockets of visitors on one side, the intake and the log on the other."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.rate_limits import RateLimit
from bot.channels.widget_errors import error_frame, refusal
from bot.channels.widget_frames import BadFrame, Hello, read_frame
from bot.channels.widget_metrics import WidgetMetrics
from bot.channels.widget_session import (
    BROKEN,
    CHANNEL,
    POLICY,
    TRY_LATER,
    Closing,
    Elsewhere,
    Gone,
    Log,
    Receiver,
    Session,
    Socket,
)
from bot.channels.widget_tokens import Tokens
from bot.channels.widget_view import FileLink, encode, no_files
from bot.conversations.live import Live, address_key
from bot.conversations.messages import Cursor
from bot.conversations.ports import Wording

HELLO_SECONDS = 5.0

log = logging.getLogger(__name__)


def wake(live: Live) -> Callable[[str], None]:
    """A page reads the log, so to deliver is to wake whoever looks on; a lost wake-up is made up at its next one."""
    return lambda address: live.notify(address_key(CHANNEL, address))


@dataclass(frozen=True, slots=True)
class WidgetLimits:
    """`messages` by visitor; `connections` and `sessions` (new visitors) by network address."""

    messages: RateLimit
    connections: RateLimit
    sessions: RateLimit


class Widget:
    def __init__(
        self,
        *,
        intake: Receiver,
        log: Log,
        wording: Wording,
        live: Live,
        tokens: Tokens,
        limits: WidgetLimits,
        metrics: WidgetMetrics,
        elsewhere: Elsewhere | None = None,
        file_link: FileLink = no_files,
    ) -> None:
        self._elsewhere = elsewhere
        self._file_link = file_link
        self._intake = intake
        self._log = log
        self._wording = wording
        self._live = live
        self._tokens = tokens
        self._limits = limits
        self._metrics = metrics

    async def serve(self, socket: Socket, network: str) -> None:
        """Talk with one socket until either side ends it; `network` is the client's address, for the limits."""
        self._metrics.sockets.inc()
        try:
            await self._converse(socket, network)
        except* Gone:
            pass
        except* Closing as closings:
            await _close(socket, _first(closings))
        except* Exception:  # one socket's trouble: the page connects again and resends
            log.exception("a widget's socket broke")
            await _close(socket, Closing(BROKEN))
        finally:
            self._metrics.sockets.dec()

    async def _converse(self, socket: Socket, network: str) -> None:
        self._admit(self._limits.connections, network, "en")
        hello = await self._hello(socket)
        visitor = self._tokens.visitor(hello.token)
        fresh = visitor is None
        if visitor is None:
            self._admit(self._limits.sessions, network, hello.language)
            visitor = self._tokens.new_visitor()
        after = None
        if hello.after and not fresh:
            after = Cursor(hello.after.conversation, hello.after.seq)
        session = Session(
            socket,
            visitor,
            hello.language,
            intake=self._intake,
            log=self._log,
            wording=self._wording,
            messages=self._limits.messages,
            metrics=self._metrics,
            elsewhere=self._elsewhere,
            file_link=self._file_link,
        )
        with self._live.watch(address_key(CHANNEL, visitor)) as watch:
            await session.run(watch, after, {"token": self._tokens.sign(visitor), "fresh": fresh})

    def _admit(self, limit: RateLimit, network: str, language: str) -> None:
        wait = limit.take(network)
        if wait:
            self._metrics.refused("too_many")
            raise Closing(TRY_LATER, refusal(self._wording, language, "too_many", wait=wait))

    async def _hello(self, socket: Socket) -> Hello:
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                frame = read_frame(await socket.receive())
        except TimeoutError:
            raise Closing(POLICY, error_frame("no_hello", "The first frame must come within 5 s.")) from None
        except BadFrame as error:
            raise Closing(POLICY, error_frame("no_hello", str(error))) from error
        if not isinstance(frame, Hello):
            raise Closing(POLICY, error_frame("no_hello", "The first frame must be a hello."))
        return frame


def _first(group: BaseExceptionGroup[Closing]) -> Closing:
    first = group.exceptions[0]
    return first if isinstance(first, Closing) else _first(first)


async def _close(socket: Socket, closing: Closing) -> None:
    try:
        if closing.frame:
            await socket.send(encode(closing.frame))
        await socket.close(closing.code)
    except (Gone, Closing):
        pass  # it left, or it does not read: the server drops it
