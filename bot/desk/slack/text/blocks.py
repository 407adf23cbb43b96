"""Slack's blocks, typed and within its limits by construction: what is too long is cut, nothing ever fails."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.desk.slack.text.escape import clean, cut, exact, words
from bot.desk.slack.text.markup import Markup

Block = dict[str, Any]
Text = dict[str, Any]
Element = dict[str, Any]

MESSAGE_BLOCKS = 50
MESSAGE_SIZE = 13_000  # of all blocks together; not documented, but more is refused as msg_blocks_too_long
VIEW_SIZE = 100_000
HOME_BLOCKS = 100
SECTION_TEXT = 3000
FIELD_TEXT = 2000
FIELDS = 10
HEADER_TEXT = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
IDS = 255
PLACEHOLDER = 150
LABEL = 2000
INPUT_VALUE = 3000
TITLE = 24
PRIVATE_METADATA = 3000
ADDRESS = 3000
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30

Words = str | Markup  # a str is anybody's words and is shown as it is; only Markup is formatted


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a menu."""

    label: str
    value: str


def text(content: Words, limit: int = SECTION_TEXT) -> Text:
    if isinstance(content, Markup):
        return {"type": "mrkdwn", "text": content.fit(limit), "verbatim": True}
    return plain(content, limit)


def plain(content: str, limit: int = SECTION_TEXT, *, emoji: bool = False) -> Text:
    return {"type": "plain_text", "text": words(content, limit), "emoji": emoji}


def section(
    content: Words | None, fields: Sequence[Words] = (), *, accessory: Element | None = None
) -> Block:
    block: Block = {"type": "section"}
    if content is not None or not fields:
        block["text"] = text(content or "")
    if fields:
        block["fields"] = [text(field, FIELD_TEXT) for field in fields[:FIELDS]]
    return block | ({"accessory": accessory} if accessory else {})


def paragraphs(content: str) -> list[Block]:
    """A long text as as many sections as it needs, none of it lost."""
    return [section(piece) for piece in pieces(content, SECTION_TEXT)]


def header(content: str) -> Block:
    return {"type": "header", "text": plain(content, HEADER_TEXT)}


def divider() -> Block:
    return {"type": "divider"}


def context(*elements: Words) -> Block:
    shown = [text(element) for element in elements[:CONTEXT_ELEMENTS]]
    return {"type": "context", "elements": shown or [plain("")]}


def actions(elements: Sequence[Element]) -> list[Block]:
    """No block at all when there is nothing to press: Slack takes no empty one, nor an action id twice."""
    distinct = {element["action_id"]: element for element in reversed(elements)}
    shown = [element for element in elements if distinct[element["action_id"]] is element]
    return [{"type": "actions", "elements": shown[:ACTION_ELEMENTS]}] if shown else []


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    address: str | None = None,
    confirm: Mapping[str, Any] | None = None,
) -> Element:
    """`style`: "primary" or "danger"; `address`: opens it. An address that does not fit is left out."""
    element: Element = {
        "type": "button",
        "text": plain(label, BUTTON_TEXT),
        "action_id": exact(action_id, IDS),
    }
    if value:
        element["value"] = exact(value, BUTTON_VALUE)
    if style in {"primary", "danger"}:
        element["style"] = style
    if address and exact(address, ADDRESS) == address:
        element["url"] = address
    return element | ({"confirm": dict(confirm)} if confirm else {})


def confirmation(title: str, question: str, yes: str, no: str) -> Mapping[str, Any]:
    return {
        "title": plain(title, CONFIRM_TITLE),
        "text": plain(question, CONFIRM_TEXT),
        "confirm": plain(yes, CONFIRM_BUTTON),
        "deny": plain(no, CONFIRM_BUTTON),
    }


def menu(
    action_id: str, placeholder: str, choices: Sequence[Choice], *, chosen: str | None = None
) -> Element:
    """At least one choice is needed; the values must differ."""
    options = [_option(choice) for choice in choices[:OPTIONS]] or [_option(Choice("", ""))]
    element: Element = {
        "type": "static_select",
        "action_id": exact(action_id, IDS),
        "placeholder": plain(placeholder, PLACEHOLDER),
        "options": options,
    }
    initial = next((option for option in options if option["value"] == chosen), None)
    return element | ({"initial_option": initial} if initial else {})


def people_menu(action_id: str, placeholder: str, *, chosen: str | None = None) -> Element:
    element: Element = {
        "type": "users_select",
        "action_id": exact(action_id, IDS),
        "placeholder": plain(placeholder, PLACEHOLDER),
    }
    return element | ({"initial_user": chosen} if chosen else {})


def text_field(action_id: str, *, value: str = "", lines: bool = False, limit: int = INPUT_VALUE) -> Element:
    """A field to write in; its value is not a text object and is not escaped."""
    limit = max(1, min(limit, INPUT_VALUE))
    element: Element = {"type": "plain_text_input", "action_id": exact(action_id, IDS), "multiline": lines}
    element["max_length"] = limit
    return element | ({"initial_value": cut(clean(value), limit)} if value else {})


def question(
    block_id: str, label: str, element: Element, *, optional: bool = False, hint: str | None = None
) -> Block:
    told = {"hint": plain(hint, SECTION_TEXT)} if hint else {}
    return told | {
        "type": "input",
        "block_id": exact(block_id, IDS),
        "label": plain(label, LABEL),
        "element": element,
        "optional": optional,
    }


def modal(
    title: str,
    callback_id: str,
    blocks: Iterable[Block],
    *,
    submit: str | None = None,
    close: str = "Cancel",
    private: str = "",
) -> Block:
    """`private` comes back to us with the answer. Raises nothing: what does not fit is ours and is kept short."""
    view: Block = {
        "type": "modal",
        "callback_id": exact(callback_id, IDS),
        "title": plain(title, TITLE),
        "close": plain(close, TITLE),
        "blocks": fitting(blocks, HOME_BLOCKS, VIEW_SIZE),
        "private_metadata": exact(private, PRIVATE_METADATA),
    }
    return view | ({"submit": plain(submit, TITLE)} if submit else {})


def home(blocks: Iterable[Block]) -> Block:
    return {"type": "home", "blocks": fitting(blocks, HOME_BLOCKS, VIEW_SIZE)}


def fitting(blocks: Iterable[Block], limit: int = MESSAGE_BLOCKS, size: int = MESSAGE_SIZE) -> list[Block]:
    """As many as Slack takes; that more was there is said in the last one."""
    found = list(blocks)
    kept, left = 0, size
    while kept < min(len(found), limit) and (left := left - weight(found[kept])) >= 0:
        kept += 1
    if kept == len(found):
        return found
    kept = min(kept, limit - 1)
    return [*found[:kept], context(f"… and {len(found) - kept} more")]


def weight(block: Block) -> int:
    """Characters of it on the wire."""
    return len(json.dumps(block, ensure_ascii=False, separators=(",", ":"))) + 1


def pieces(content: str, limit: int) -> list[str]:
    """The words in pieces that fit when escaped, at line ends or spaces where there are any."""
    rest, found = clean(content).strip(), []
    while rest:
        piece = cut(rest, limit)
        if piece == rest:
            found.append(rest)
            break
        end = _good_end(rest, len(piece) - 1)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return found or [""]


def _good_end(content: str, longest: int) -> int:
    for mark in ("\n", " "):
        found = content.rfind(mark, longest // 2, longest)
        if found > 0:
            return found
    return max(longest, 1)


def _option(choice: Choice) -> Element:
    return {"text": plain(choice.label, OPTION_TEXT), "value": exact(choice.value, OPTION_VALUE) or "-"}
