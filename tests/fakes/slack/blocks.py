"""Block Kit's rules, checked on everything the app sends: each breach is named with its JSON pointer, as Slack does."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.slack import elements
from tests.fakes.slack.checks import Path, count, fields, length, text_object

Problems = Iterator[str]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_BLOCKS_LENGTH = 13_200  # undocumented; as reported by developers whose messages were refused


def problems_of(blocks: Any, limit: int, at: str = "/blocks", home: bool = False) -> list[str]:
    """What Slack would object to, empty when it takes them."""
    if not isinstance(blocks, list):
        return [f"must be an array [json-pointer:{at}]"]
    found: list[str] = []
    if len(blocks) > limit:
        found.append(f"no more than {limit} items allowed [json-pointer:{at}]")
    for number, block in enumerate(blocks):
        found.extend(_block(block, Path(f"{at}/{number}")))
    found.extend(_repeated(blocks, at))
    return found


def too_long(blocks: list[Any]) -> bool:
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MESSAGE_BLOCKS_LENGTH


def _block(block: Any, at: Path) -> Problems:
    if not isinstance(block, dict) or block.get("type") not in _KINDS:
        kind = block.get("type") if isinstance(block, dict) else block
        yield at(f"unsupported type: {kind}")
        return
    allowed, check = _KINDS[block["type"]]
    yield from fields(block, at, allowed | {"type", "block_id"})
    yield from length(block, "block_id", at, 255, least=0)
    yield from check(block, at)


def _section(block: dict, at: Path) -> Problems:
    if "text" not in block and "fields" not in block:
        yield at("missing required field: text or fields")
    if "text" in block:
        yield from text_object(block["text"], at / "text", 3000)
    if "fields" in block:
        yield from count(block, "fields", at, 10)
        for number, item in enumerate(block["fields"]):
            yield from text_object(item, at / "fields" / number, 2000)
    if "accessory" in block:
        yield from elements.problems_of(block["accessory"], at / "accessory", elements.ACCESSORIES)


def _header(block: dict, at: Path) -> Problems:
    yield from text_object(block.get("text"), at / "text", 150, plain=True)


def _context(block: dict, at: Path) -> Problems:
    yield from count(block, "elements", at, 10)
    for number, item in enumerate(block.get("elements", [])):
        here = at / "elements" / number
        if isinstance(item, dict) and item.get("type") == "image":
            yield from elements.image(item, here)
        else:
            yield from text_object(item, here, 3000)


def _actions(block: dict, at: Path) -> Problems:
    yield from count(block, "elements", at, 25)
    items = block.get("elements", [])
    for number, item in enumerate(items):
        yield from elements.problems_of(item, at / "elements" / number, elements.ACTIONS)
    names = [item.get("action_id") for item in items if isinstance(item, dict) and item.get("action_id")]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield at(f'`action_id` "{name}" already exists in this block')


def _input(block: dict, at: Path) -> Problems:
    yield from text_object(block.get("label"), at / "label", 2000, plain=True)
    if "hint" in block:
        yield from text_object(block["hint"], at / "hint", 2000, plain=True)
    yield from elements.problems_of(block.get("element"), at / "element", elements.INPUTS)


def _image(block: dict, at: Path) -> Problems:
    yield from elements.image(block, at)
    if "title" in block:
        yield from text_object(block["title"], at / "title", 2000, plain=True)


def _markdown(block: dict, at: Path) -> Problems:
    yield from length(block, "text", at, 12_000, required=True)


def _rich_text(block: dict, at: Path) -> Problems:
    kinds = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
    for number, item in enumerate(block.get("elements", [])):
        if not isinstance(item, dict) or item.get("type") not in kinds:
            yield (at / "elements" / number)("unsupported type in rich_text")


def _nothing(_block: dict, _at: Path) -> Problems:
    return iter(())


_KINDS: dict[str, tuple[set[str], Callable[[dict, Path], Problems]]] = {
    "section": ({"text", "fields", "accessory", "expand"}, _section),
    "header": ({"text", "level"}, _header),
    "context": ({"elements"}, _context),
    "actions": ({"elements"}, _actions),
    "input": ({"label", "element", "hint", "optional", "dispatch_action"}, _input),
    "image": ({"image_url", "slack_file", "alt_text", "title"}, _image),
    "divider": (set(), _nothing),
    "markdown": ({"text"}, _markdown),
    "rich_text": ({"elements"}, _rich_text),
}


def _repeated(blocks: list[Any], at: str) -> Problems:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        name = block.get("block_id") if isinstance(block, dict) else None
        if name in seen:
            yield f'`block_id` "{name}" already exists [json-pointer:{at}/{number}/block_id]'
        if name:
            seen.add(name)
