"""Ed25519 signatures under the evidence: whoever has the public key can check them; implements Signer."""

from collections.abc import Iterable
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class EvidenceKey:
    def __init__(self, secret: str) -> None:
        """Any text of enough chance; the key is made of its hash."""
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(b"evidence:" + secret.encode()).digest())

    @property
    def public(self) -> str:
        """64 hexadecimal digits."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content)


class Witnesses:
    """Public keys; a signature of any one of them counts, so that a key can be changed."""

    def __init__(self, public: Iterable[str]) -> None:
        """Raises ValueError for what is no key."""
        self._keys = [Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)) for key in public]

    def signed(self, content: bytes, signature: bytes) -> bool:
        return any(_fits(key, content, signature) for key in self._keys)


def _fits(key: Ed25519PublicKey, content: bytes, signature: bytes) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
