"""How fast the shop may write: about one message a second in a chat, thirty a second in all."""

import time
from collections.abc import Callable

from bot.conversations.errors import ChannelBusy

CHAT_RATE = 1.0  # messages a second
CHAT_BURST = 3  # Telegram lets short bursts pass
OVERALL_RATE = 30.0
LAPSE = 2.0  # seconds that a turn in the common queue stays valid
SWEEP = 60.0
EPSILON = 1e-6


class Pacer:
    """Says "not yet, in so many seconds"; whoever was told so has the turn then, first come, first served."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._chats: dict[str, float] = {}  # when the chat's allowance is whole again
        self._held: dict[str, float] = {}  # until when Telegram wants a chat left alone
        self._turns: dict[str, float] = {}  # turns given in the common queue
        self._next = 0.0  # the next free one
        self._next_sweep = 0.0

    def take(self, chat: str) -> None:
        """Count one message to the chat. Raises ChannelBusy with the time to wait."""
        now = self._now()
        self._sweep(now)
        ready = max(self._held.get(chat, 0.0), self._chats.get(chat, 0.0) - (CHAT_BURST - 1) / CHAT_RATE)
        if ready > now + EPSILON:
            raise ChannelBusy(ready - now)
        self._take_turn(chat, now)
        self._chats[chat] = max(self._chats.get(chat, now), now) + 1 / CHAT_RATE

    def may(self, chat: str) -> bool:
        """Whether something of little weight may go now; it does not queue and is not counted."""
        now = self._now()
        return self._held.get(chat, 0.0) <= now and self._next <= now + EPSILON

    def hold(self, chat: str, seconds: float) -> None:
        """Telegram asked for a pause in this chat."""
        self._held[chat] = max(self._held.get(chat, 0.0), self._now() + seconds)

    def _take_turn(self, chat: str, now: float) -> None:
        turn = self._turns.pop(chat, None)
        if turn is None or now > turn + LAPSE:
            turn = max(self._next, now)
            self._next = turn + 1 / OVERALL_RATE
        if turn > now + EPSILON:
            self._turns[chat] = turn
            raise ChannelBusy(turn - now)

    def _sweep(self, now: float) -> None:
        if now < self._next_sweep:
            return
        self._next_sweep = now + SWEEP
        self._chats = {chat: whole for chat, whole in self._chats.items() if whole > now}
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        self._turns = {chat: turn for chat, turn in self._turns.items() if turn + LAPSE > now}
