"""A badge: the signed statement, kept in a cookie, of who is at the desk."""

import hashlib
import hmac
import unicodedata
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot.conversations.model import Agent

VALID = timedelta(hours=12)
NAME_LIMIT = 40


class BadName(ValueError):
    """The text says what is wrong with the name."""


class Badges:
    def __init__(self, secret: str, password: str | None, valid: timedelta = VALID) -> None:
        # A new password is part of the key, so that it ends every earlier sign-in.
        key = hmac.new(secret.encode(), (password or "").encode(), hashlib.sha256).digest()
        self._signer = URLSafeTimedSerializer(key, salt="shopdesk desk badge")
        self._valid = valid

    @property
    def seconds(self) -> int:
        return int(self._valid.total_seconds())

    def issue(self, agent: Agent) -> str:
        return self._signer.dumps([agent.id, agent.name])

    def read(self, badge: str | None) -> Agent | None:
        """Whose badge it is; None when there is none, it is forged or too old."""
        try:
            agent_id, name = self._signer.loads(badge or "", max_age=self.seconds)
        except (BadSignature, ValueError):
            return None
        return Agent(agent_id, name)


def agent_named(name: str) -> Agent:
    """The agent of that name: signing in again under it gives back the same conversations.

    Raises BadName.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 1 <= len(name) <= NAME_LIMIT:
        raise BadName(f"A name has 1 to {NAME_LIMIT} characters.")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in name):
        raise BadName("The name contains a character that cannot be shown.")
    return Agent(f"web:{name.casefold()}", name)
