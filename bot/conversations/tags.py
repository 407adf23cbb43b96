"""How other systems call languages (nb-NO, ur_PK), and which of the shop's they mean."""

from collections.abc import Collection

FALLBACK = "en"
ALSO = {"no": "nb", "nn": "nb"}  # there is one Norwegian


def meant(tag: str, languages: Collection[str]) -> str:
    """In the script that the tag names, else in the usual one; English for a language that is not spoken."""
    primary, *rest = tag.replace("_", "-").split("-")
    language = ALSO.get(primary.lower(), primary.lower())
    scripts = [f"{language}-{part.title()}" for part in rest[:1]]
    return next((code for code in (*scripts, language) if code in languages), FALLBACK)
