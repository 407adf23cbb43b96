"""The shapes that JSON has here."""

from typing import Any

JSON = dict[str, Any]
