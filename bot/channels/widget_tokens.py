"""The signed name by which a browser's visitor is known again."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from itsdangerous import BadSignature, TimestampSigner

IDLE = timedelta(days=90)


class Tokens:
    """Makes and checks tokens. The last secret signs; the earlier ones are still believed."""

    def __init__(self, secret_keys: Sequence[str], idle: timedelta = IDLE) -> None:
        self._signer = TimestampSigner(
            list(secret_keys), salt="shopdesk widget", digest_method=hashlib.sha256
        )
        self._idle = idle.total_seconds()

    def new_visitor(self) -> str:
        return secrets.token_urlsafe(18)

    def sign(self, visitor: str) -> str:
        """A token of today: each connection renews it."""
        return self._signer.sign(visitor).decode()

    def visitor(self, token: str | None) -> str | None:
        """Whom the token names; None when it is missing, forged or has been idle for too long."""
        if not token:
            return None
        try:
            return self._signer.unsign(token, max_age=int(self._idle)).decode()
        except (BadSignature, UnicodeError):
            return None
