"""The secrets that sign: tokens and badges, and the evidence."""

import os
import secrets
import tempfile
from pathlib import Path

from pydantic import SecretStr

from bot.settings.every import Settings


def signing_secret(settings: Settings) -> str:
    """The configured secret, or the one kept in the var folder, made once for its owner's eyes only."""
    return _configured(settings.secret) or _kept(settings.var / "secret")


def evidence_secret(settings: Settings) -> str:
    """The same for the evidence."""
    return _configured(settings.evidence_key) or _kept(settings.var / "evidence-key")


def _configured(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def _kept(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_once(file, secrets.token_urlsafe(48))
    return file.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    # Whole or not at all, and the first of two processes wins.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
