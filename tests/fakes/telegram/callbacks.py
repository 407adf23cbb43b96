"""Presses of buttons that wait for an answer."""

import random

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.refusals import bad_request

ANSWERABLE_SECONDS = 600  # Telegram does not say how long; it is some minutes
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
TEXT_CHARACTERS = 200


class Callbacks:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pressed: dict[str, float] = {}

    def open(self) -> str:
        """A new press; its id."""
        id_ = str(random.randint(10**17, 10**18))
        self._pressed[id_] = self._clock.now()
        return id_

    def answer(self, id_: str, text: str) -> None:
        """Raises Refused when the press is unknown or too old. A second answer to one press is taken."""
        pressed = self._pressed.get(id_)
        if pressed is None or self._clock.now() - pressed > ANSWERABLE_SECONDS:
            raise bad_request(TOO_OLD)
        if len(text) > TEXT_CHARACTERS:
            raise bad_request("MESSAGE_TOO_LONG")
