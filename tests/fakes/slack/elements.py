"""The rules for what stands inside blocks: buttons, menus, inputs, images."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.fakes.slack.checks import Path, count, fields, length, text_object

Problems = Iterator[str]


def problems_of(element: Any, at: Path, allowed: frozenset[str]) -> Problems:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed or kind not in _KINDS:
        yield at(f"unsupported type: {kind}")
        return
    known, check = _KINDS[kind]
    yield from fields(element, at, known | {"type", "action_id"})
    yield from length(element, "action_id", at, 255)
    if "placeholder" in element:
        yield from text_object(element["placeholder"], at / "placeholder", 150, plain=True)
    if "confirm" in element:
        yield from _confirm(element["confirm"], at / "confirm")
    yield from check(element, at)


def image(value: dict, at: Path) -> Problems:
    yield from length(value, "alt_text", at, 2000, required=True)
    if ("image_url" in value) == ("slack_file" in value):
        yield at("exactly one of image_url and slack_file is required")
    yield from length(value, "image_url", at, 3000)


def _confirm(value: dict, at: Path) -> Problems:
    yield from fields(value, at, {"title", "text", "confirm", "deny", "style"})
    for name, most in (("title", 100), ("confirm", 30), ("deny", 30)):
        yield from text_object(value.get(name), at / name, most, plain=True)
    yield from text_object(value.get("text"), at / "text", 300)


def _button(value: dict, at: Path) -> Problems:
    yield from text_object(value.get("text"), at / "text", 75, plain=True)
    yield from length(value, "value", at, 2000, least=0)
    yield from length(value, "url", at, 3000)
    yield from length(value, "accessibility_label", at, 75)
    if value.get("style", "primary") not in {"primary", "danger"}:
        yield (at / "style")("must be primary or danger")


def _option(value: Any, at: Path, *, plain: bool = True) -> Problems:
    if not isinstance(value, dict):
        yield at("must be an object")
        return
    yield from fields(value, at, {"text", "value", "description", "url"})
    yield from text_object(value.get("text"), at / "text", 75, plain=plain)
    yield from length(value, "value", at, 150, required=True)
    if "description" in value:
        yield from text_object(value["description"], at / "description", 75, plain=plain)


def _options(value: dict, at: Path, most: int, *, plain: bool = True) -> Problems:
    yield from count(value, "options", at, most)
    options = value.get("options", [])
    for number, option in enumerate(options):
        yield from _option(option, at / "options" / number, plain=plain)
    values = [option.get("value") for option in options if isinstance(option, dict)]
    if len(set(values)) < len(values):
        yield (at / "options")("option values must be unique")


def offered(value: dict) -> list[dict]:
    """Every option of a menu, those in groups too."""
    return value.get("options", []) + [
        option for group in value.get("option_groups", []) for option in group.get("options", [])
    ]


def _initial(value: dict, at: Path) -> Problems:
    """Whatever is chosen beforehand must be one of the options, to the letter."""
    chosen = [value["initial_option"]] if "initial_option" in value else value.get("initial_options", [])
    if any(option not in offered(value) for option in chosen):
        yield at("initial option must be one of the options")


def _menu(value: dict, at: Path) -> Problems:
    if "option_groups" in value:
        yield from count(value, "option_groups", at, 100)
        for number, group in enumerate(value["option_groups"]):
            here = at / "option_groups" / number
            yield from text_object(group.get("label"), here / "label", 75, plain=True)
            yield from _options(group, here, 100)
    else:
        yield from _options(value, at, 100)
    yield from _initial(value, at)


def _overflow(value: dict, at: Path) -> Problems:
    yield from _options(value, at, 5)


def _ticks(value: dict, at: Path) -> Problems:
    yield from _options(value, at, 10, plain=False)
    yield from _initial(value, at)


def _text_input(value: dict, at: Path) -> Problems:
    most = value.get("max_length", 3000)
    if not isinstance(most, int) or not 1 <= most <= 3000:
        yield (at / "max_length")("must be between 1 and 3000")
        return
    yield from length(value, "initial_value", at, most, least=0)


def _date(value: dict, at: Path) -> Problems:
    if "initial_date" in value and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value["initial_date"])):
        yield (at / "initial_date")("must be a date, YYYY-MM-DD")


def _time(value: dict, at: Path) -> Problems:
    if "initial_time" in value and not re.fullmatch(r"[0-2]\d:[0-5]\d", str(value["initial_time"])):
        yield (at / "initial_time")("must be a time, HH:mm")


def _moment(value: dict, at: Path) -> Problems:
    if "initial_date_time" in value and len(str(value["initial_date_time"])) != 10:
        yield (at / "initial_date_time")("must be a UNIX time of ten digits")


def _nothing(_value: dict, _at: Path) -> Problems:
    return iter(())


_COMMON = {"confirm", "focus_on_load", "placeholder"}
_MULTI = _COMMON | {"max_selected_items"}
_KINDS: dict[str, tuple[set[str], Callable[[dict, Path], Problems]]] = {
    "button": ({"text", "url", "value", "style", "confirm", "accessibility_label"}, _button),
    "image": ({"image_url", "slack_file", "alt_text"}, image),
    "static_select": (_COMMON | {"options", "option_groups", "initial_option"}, _menu),
    "multi_static_select": (_MULTI | {"options", "option_groups", "initial_options"}, _menu),
    "external_select": (_COMMON | {"initial_option", "min_query_length"}, _nothing),
    "users_select": (_COMMON | {"initial_user"}, _nothing),
    "multi_users_select": (_MULTI | {"initial_users"}, _nothing),
    "conversations_select": (
        _COMMON
        | {"initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"},
        _nothing,
    ),
    "channels_select": (_COMMON | {"initial_channel", "response_url_enabled"}, _nothing),
    "overflow": ({"options", "confirm"}, _overflow),
    "checkboxes": ({"options", "initial_options", "confirm", "focus_on_load"}, _ticks),
    "radio_buttons": ({"options", "initial_option", "confirm", "focus_on_load"}, _ticks),
    "plain_text_input": (
        {"initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "focus_on_load"}
        | {"placeholder"},
        _text_input,
    ),
    "datepicker": (_COMMON | {"initial_date"}, _date),
    "timepicker": (_COMMON | {"initial_time", "timezone"}, _time),
    "datetimepicker": ({"initial_date_time", "confirm", "focus_on_load"}, _moment),
}
INPUTS = frozenset(_KINDS) - {"button", "image", "overflow"}
ACTIONS = frozenset(_KINDS) - {"image", "plain_text_input"}
ACCESSORIES = frozenset(_KINDS) - {"plain_text_input"}
