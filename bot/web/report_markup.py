"""HTML that cannot be broken by what stands in it: every text is escaped unless it was made here."""

from collections.abc import Iterable
from html import escape

VOID = frozenset({"input", "link", "meta", "br"})


class Markup(str):
    """HTML made by `el`."""

    __slots__ = ()


Part = str | int | None | Iterable["Part"]


def el(name: str, /, *parts: Part, **attributes: str | int | bool | None) -> Markup:
    """An element. Underscores in attributes' names stand for hyphens, and one at the end for nothing.

    None and False leave an attribute out, True writes it without a value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{inside(parts)}</{name}>")


def inside(part: Part) -> Markup:
    if part is None:
        return Markup("")
    if isinstance(part, Markup):
        return part
    if isinstance(part, str | int):
        return Markup(escape(str(part)))
    return Markup("".join(inside(each) for each in part))


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
