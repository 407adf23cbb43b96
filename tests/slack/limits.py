"""Slack's limits on blocks, as its reference has them, to hold payloads against."""

from collections.abc import Callable, Iterable
from typing import Any

Payload = dict[str, Any]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def complaints(blocks: list[Payload], limit: int) -> list[str]:
    """What Slack would refuse; empty when it takes them."""
    found = [f"{len(blocks)} blocks"] if len(blocks) > limit else []
    for block in blocks:
        kind = block.get("type", "")
        check = CHECKS.get(kind)
        found += [f"{kind}: {what}" for what in check(block)] if check else [f"unknown block {kind}"]
        if units(block.get("block_id", "")) > 255:
            found.append(f"{kind}: block id")
    given = [block["block_id"] for block in blocks if "block_id" in block]
    return found + (["a block id twice"] if len(given) != len(set(given)) else [])


def _text(text: Payload | None, limit: int, what: str, *, plain: bool = False) -> list[str]:
    if text is None:
        return [f"{what} is missing"]
    found = [] if 1 <= units(text["text"]) <= limit else [f"{what} of {units(text['text'])}"]
    allowed = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
    return found + ([] if text["type"] in allowed else [f"{what} is {text['type']}"])


def _section(block: Payload) -> Iterable[str]:
    fields = block.get("fields")
    if "text" in block:
        yield from _text(block["text"], 3000, "text")
    elif not fields:
        yield "neither text nor fields"
    if fields is not None and not 1 <= len(fields) <= 10:
        yield f"{len(fields)} fields"
    for field in fields or ():
        yield from _text(field, 2000, "field")
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: Payload) -> Iterable[str]:
    return _text(block["text"], 150, "text", plain=True)


def _context(block: Payload) -> Iterable[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield f"{len(block['elements'])} elements"
    for element in block["elements"]:
        yield from _text(element, 3000, "element")


def _actions(block: Payload) -> Iterable[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield f"{len(block['elements'])} elements"
    for element in block["elements"]:
        yield from _element(element)


def _input(block: Payload) -> Iterable[str]:
    yield from _text(block["label"], 2000, "label", plain=True)
    yield from _element(block["element"])


def _image(block: Payload) -> Iterable[str]:
    if not 1 <= units(block["alt_text"]) <= 2000:
        yield "alt text"


def _element(element: Payload) -> Iterable[str]:
    if units(element.get("action_id", "")) > 255:
        yield "action id"
    check = ELEMENTS.get(element["type"])
    yield from check(element) if check else [f"unknown element {element['type']}"]


def _button(element: Payload) -> Iterable[str]:
    yield from _text(element["text"], 75, "button text", plain=True)
    if units(element.get("value", "")) > 2000 or units(element.get("url", "")) > 3000:
        yield "button value or address"
    if element.get("style", "primary") not in {"primary", "danger"}:
        yield "button style"


def _menu(element: Payload) -> Iterable[str]:
    yield from _text(element["placeholder"], 150, "placeholder", plain=True)
    if not 1 <= len(element["options"]) <= 100:
        yield f"{len(element['options'])} options"
    for option in element["options"]:
        yield from _text(option["text"], 75, "option text", plain=True)
        if not 1 <= units(option["value"]) <= 150:
            yield "option value"


def _text_field(element: Payload) -> Iterable[str]:
    longest = element["max_length"]
    if not 1 <= longest <= 3000 or units(element.get("initial_value", "")) > longest:
        yield "text field"


ELEMENTS: dict[str, Callable[[Payload], Iterable[str]]] = {
    "button": _button,
    "static_select": _menu,
    "plain_text_input": _text_field,
    "users_select": lambda _: (),
    "conversations_select": lambda _: (),
}
CHECKS: dict[str, Callable[[Payload], Iterable[str]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "divider": lambda _: (),
}
