"""The secret that signs tokens and badges."""

import os
import secrets
import tempfile
from pathlib import Path

from bot.settings.every import Settings


def signing_secret(settings: Settings) -> str:
    """The configured secret, or the one kept in the var folder, made once for its owner's eyes only."""
    if settings.secret:
        return settings.secret.get_secret_value()
    kept = settings.var / "secret"
    if not kept.exists():
        settings.var.mkdir(parents=True, exist_ok=True)
        _write_once(kept, secrets.token_urlsafe(48))
    return kept.read_text().strip()


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
