"""What an interaction hands to the app: trigger ids (3 s, once) and response URLs (30 minutes, five times)."""

import secrets
import time
from dataclasses import dataclass, field

from tests.fakes.slack.errors import SlackError

RESPONSE_URL_SECONDS = 1800
RESPONSE_URL_USES = 5


@dataclass(slots=True)
class Trigger:
    user: str
    expires: float
    used: bool = False


@dataclass(slots=True)
class Responder:
    """Where answers to a response URL go."""

    channel: str
    user: str
    message: str | None  # ts of the message whose button was pressed
    ephemeral: bool
    thread: str | None
    expires: float
    uses: int = 0


@dataclass(slots=True)
class Interactions:
    triggers: dict[str, Trigger] = field(default_factory=dict)
    responders: dict[str, Responder] = field(default_factory=dict)

    def trigger(self, user: str, seconds: float) -> str:
        name = f"{secrets.randbelow(10**11)}.{secrets.randbelow(10**6)}.{secrets.token_hex(16)}"
        self.triggers[name] = Trigger(user, time.monotonic() + seconds)
        return name

    def exchange(self, name: str) -> str:
        """The person who triggered it. Each trigger is good once."""
        trigger = self.triggers.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user

    def responder(
        self,
        channel: str,
        user: str,
        message: str | None = None,
        thread: str | None = None,
        *,
        ephemeral: bool = False,
    ) -> str:
        key = secrets.token_urlsafe(12)
        expires = time.monotonic() + RESPONSE_URL_SECONDS
        self.responders[key] = Responder(channel, user, message, ephemeral, thread, expires)
        return key

    def use(self, key: str) -> Responder:
        responder = self.responders.get(key)
        if responder is None:
            raise SlackError("no_service")
        if time.monotonic() > responder.expires:
            raise SlackError("expired_url")
        if responder.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        responder.uses += 1
        return responder
