"""What is to go wrong with the next calls."""

import enum
from dataclasses import dataclass

EVERY = "*"


class FaultKind(enum.StrEnum):
    LOSE = "lose"  # the connection is dropped in place of an answer
    BUSY = "busy"  # 429
    ERROR = "error"  # another status
    HANG = "hang"  # the answer comes late


ACCEPTED = {FaultKind.LOSE: True, FaultKind.BUSY: False, FaultKind.ERROR: False, FaultKind.HANG: True}


@dataclass(slots=True)
class Fault:
    """`accepted`: the call has its effect all the same."""

    kind: FaultKind
    method: str = EVERY  # "file" for downloads
    count: int | None = 1  # None: until they are reset
    chat_id: int | None = None  # only calls about this chat
    skip: int = 0  # calls that go well before
    retry_after: int = 1
    code: int = 502
    seconds: float = 0
    accepted: bool = False

    def fits(self, method: str, chat_id: int | None) -> bool:
        wanted = self.method.lower() in {EVERY, method.lower()}
        return wanted and self.count != 0 and self.chat_id in {None, chat_id}


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def remove(self, fault: Fault) -> None:
        self._faults = [it for it in self._faults if it is not fault]

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The first that fits, used once."""
        for fault in self._faults:
            if not fault.fits(method, chat_id):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.count is not None:
                fault.count -= 1
            return fault
        return None

    def left(self) -> int:
        """How many counted faults have not happened yet."""
        return sum(it.count or 0 for it in self._faults)

    def reset(self) -> None:
        self._faults.clear()
