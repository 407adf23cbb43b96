"""Telegram's language codes and ours."""

# Norwegians' apps say nb, no or nn; we have one Norwegian.
OURS = {"en": "en", "nb": "nb", "no": "nb", "nn": "nb", "fi": "fi", "it": "it", "ur": "ur"}
DEFAULT = "en"


def language_of(code: str | None) -> str:
    """Of an IETF tag such as nb-NO; English for languages that we do not speak."""
    return OURS.get((code or "").replace("_", "-").split("-")[0].lower(), DEFAULT)
