"""What can be made to go wrong: answers lost, errors, delays, outages, events doubled or shuffled."""

import asyncio
import math
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class CallFault:
    """What happens to the next `times` calls of `method` ("*" for any)."""

    method: str
    kind: str  # lose | refuse | ratelimit | status | error | hang
    times: int
    seconds: float = 0.0
    status: int = 503
    code: str = "internal_error"
    accepted: bool = True  # hang: is the call carried out?


@dataclass(slots=True)
class EventFaults:
    copies: int = 1
    shuffle_seconds: float = 0.0
    seed: int = 0
    drop_while_disconnected: bool = False


@dataclass(slots=True)
class Faults:
    calls: list[CallFault] = field(default_factory=list)
    events: EventFaults = field(default_factory=EventFaults)
    back_at: float | None = None  # out until then, on the loop's clock

    def next_for(self, method: str) -> CallFault | None:
        """The fault this call meets, used up by one."""
        for fault in self.calls:
            if fault.method in {method, "*"} and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    @property
    def out(self) -> bool:
        return self.back_at is not None and asyncio.get_running_loop().time() < self.back_at

    def go_out(self, seconds: float) -> None:
        self.back_at = asyncio.get_running_loop().time() + seconds


@dataclass(slots=True)
class Pace:
    """Slack's special limit on chat.postMessage: about one message a second in a channel."""

    per_second: float | None = None
    burst: int = 1
    speed: float = 1.0  # a simulated second lasts 1/speed
    _due: dict[str, float] = field(default_factory=dict)

    def wait(self, channel: str) -> int | None:
        """None when the message may pass, else the whole seconds of Retry-After."""
        if self.per_second is None:
            return None
        now, step = time.monotonic(), 1 / (self.per_second * self.speed)
        due = max(self._due.get(channel, 0.0), now)
        early = due - now - step * (self.burst - 1)
        if early > 0:
            return math.ceil(early) if self.speed <= 1 else round(early)
        self._due[channel] = due + step
        return None
