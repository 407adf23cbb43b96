"""People's words as they can be stored everywhere."""

from typing import Any


def clean(text: str) -> str:
    """Without NUL and half characters, which JSON can carry and a database cannot."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean_all(value: Any) -> Any:
    """The same for every string within JSON."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(key)): clean_all(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_all(item) for item in value]
    return value
