"""Telegram's language codes and ours."""

# Norwegians' apps say nb, no or nn; we have one Norwegian.
OURS = {"en": "en", "nb": "nb", "no": "nb", "nn": "nb", "fi": "fi", "it": "it", "ur": "ur"}
# Scripts that have a form of their own. Telegram registers menus by the two letters alone, so these have none there.
IN_SCRIPT = {"ur-latn": "ur-Latn"}
DEFAULT = "en"


def language_of(code: str | None) -> str:
    """Of an IETF tag such as nb-NO; English for languages that we do not speak."""
    parts = (code or "").replace("_", "-").lower().split("-")
    return IN_SCRIPT.get("-".join(parts[:2])) or OURS.get(parts[0], DEFAULT)
