"""The Message-ID of our letters: it says which delivery it was, and that we signed it for that recipient."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

MAC_BYTES = 15  # 24 characters of base32

_MARK = re.compile(r"<?shopdesk\.(\d{1,18})\.([a-z2-7]{24})@[^\s<>@]{1,255}>?", re.ASCII | re.IGNORECASE)


class Marks:
    def __init__(self, secret: bytes, domain: str) -> None:
        self._secret = secret
        self._domain = domain

    def message_id(self, delivery_id: int, mail: str) -> str:
        return f"<shopdesk.{delivery_id}.{self._mac(delivery_id, mail)}@{self._domain}>"

    def root(self, conversation_id: int) -> str:
        """What all letters of a conversation refer to, so that they stand together in a mailbox."""
        return f"<shopdesk.conversation.{conversation_id}@{self._domain}>"

    def delivery(self, message_ids: Iterable[str], mail: str) -> int | None:
        """The delivery that one of them names, when it was signed for that recipient; the last one counts."""
        for message_id in reversed(list(message_ids)):
            found = _MARK.fullmatch(message_id.strip())
            if found and hmac.compare_digest(self._mac(int(found[1]), mail), found[2].lower()):
                return int(found[1])
        return None

    def named(self, message_ids: Iterable[str]) -> int | None:
        """The delivery that one of them names, still to be checked against its recipient."""
        found = [match for message_id in message_ids if (match := _MARK.fullmatch(message_id.strip()))]
        return int(found[-1][1]) if found else None

    def _mac(self, delivery_id: int, mail: str) -> str:
        signed = hmac.digest(self._secret, f"mail:{delivery_id}:{mail}".encode(), hashlib.sha256)
        return base64.b32encode(signed[:MAC_BYTES]).decode().lower()
