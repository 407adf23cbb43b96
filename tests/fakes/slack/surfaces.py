"""Blocks as a person meets them: finding a button, filling a field, and what Slack says of it to the app."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.fakes.slack.elements import offered
from tests.fakes.slack.errors import NotPossible

Json = dict[str, Any]

# What a field's value is called in `state.values` and in an action, and in which argument it starts.
_VALUE = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "overflow": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_LISTS = {"selected_options", "selected_users"}


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block and element that a person can act on."""
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for element in inside:
            if isinstance(element, dict) and element.get("action_id"):
                yield block, element


def find(blocks: list[Json], action_id: str, block_id: str | None = None) -> tuple[Json, Json]:
    found = [
        (block, element)
        for block, element in interactive(blocks)
        if element["action_id"] == action_id and block_id in {None, block["block_id"]}
    ]
    if not found:
        there = sorted({element["action_id"] for _, element in interactive(blocks)})
        raise NotPossible(f"nothing here is called {action_id}; there are {there}")
    return found[0]


def initial_state(blocks: list[Json]) -> Json:
    values: Json = {}
    for block, element in interactive(blocks):
        if element["type"] in _VALUE and element["type"] != "overflow":
            values.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return values


def fill(blocks: list[Json], state: Json, values: Json) -> None:
    """Put a person's values, by action id, into the state; only what the screen would let through."""
    for action_id, value in values.items():
        block, element = find(blocks, action_id)
        state.setdefault(block["block_id"], {})[action_id] = entered(element, value)


def entered(element: Json, value: Any) -> Json:
    """A field's state once the value was typed or chosen. Options are named by their value or their text."""
    kind = element["type"]
    if kind not in _VALUE:
        raise NotPossible(f"a {kind} takes no value")
    name = _VALUE[kind][0]
    return {"type": kind, name: _converted(element, name, value)}


def action(block: Json, element: Json, value: Any, ts: str) -> Json:
    """The action as it stands in a block_actions payload."""
    common = {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": ts}
    if element["type"] == "button":
        kept = {name: element[name] for name in ("type", "text", "value", "style", "url") if name in element}
        return kept | common
    extra = {name: element[name] for name in ("placeholder", "confirm") if name in element}
    return entered(element, value) | extra | common


def missing(blocks: list[Json], state: Json) -> list[str]:
    """The block ids of required fields that are still empty: Slack's own screen would not let them pass."""
    empty = []
    for block in blocks:
        if block["type"] == "input" and not block.get("optional", False):
            element = block["element"]
            value = state.get(block["block_id"], {}).get(element["action_id"], {})
            if not value.get(_VALUE[element["type"]][0]):
                empty.append(block["block_id"])
    return empty


def _initial(element: Json) -> Json:
    name, start = _VALUE[element["type"]]
    empty: Any = [] if name in _LISTS else None
    return {"type": element["type"], name: element.get(start, empty)}


def _converted(element: Json, name: str, value: Any) -> Any:
    if name == "value":
        return _typed(element, value)
    if value is None:
        return [] if name in _LISTS else None
    if name == "selected_option" and element["type"] != "external_select":
        return _option(element, value)
    if name == "selected_options":
        return [_option(element, each) for each in value]
    if name == "selected_date":
        date.fromisoformat(value)
    if name == "selected_time" and not re.fullmatch(r"[0-2]\d:[0-5]\d", value):
        raise NotPossible(f"{value} is no time of day")
    return value


def _typed(element: Json, value: Any) -> str | None:
    if len(value or "") > element.get("max_length", 3000):
        raise NotPossible(f"the field takes {element.get('max_length', 3000)} characters")
    return value or None


def _option(element: Json, value: Any) -> Json:
    for option in offered(element):
        if value in (option["value"], option["text"]["text"], option):
            return option
    raise NotPossible(f"{value} is not among {[option['value'] for option in offered(element)]}")
