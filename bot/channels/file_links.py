"""Addresses under which a file of a conversation opens for a while."""

import hashlib
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

PATH = "/files"
VALID = timedelta(days=1)  # a page that is loaded again gets fresh ones


class FileLinks:
    def __init__(self, secret: str, valid: timedelta = VALID) -> None:
        self._signer = URLSafeTimedSerializer(
            secret, salt="shopdesk file", signer_kwargs={"digest_method": hashlib.sha256}
        )
        self._valid = valid.total_seconds()

    def path(self, key: str) -> str:
        """Relative to the gateway."""
        return f"{PATH}/{self._signer.dumps(key)}"

    def key(self, token: str) -> str | None:
        """The file's key; None for a forged or an old link."""
        try:
            found = self._signer.loads(token, max_age=int(self._valid))
        except BadSignature:
            return None
        return found if isinstance(found, str) else None
