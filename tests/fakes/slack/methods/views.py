"""views.*: modals in a stack of three at most, and App Homes."""

import json
import secrets
from typing import Any

from tests.fakes.slack import blocks, surfaces
from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.checks import Path, fields, length, text_object
from tests.fakes.slack.errors import NotPossible, SlackError, invalid
from tests.fakes.slack.identities import APP, BOT, TEAM
from tests.fakes.slack.methods.chat import numbered
from tests.fakes.slack.methods.registry import method
from tests.fakes.slack.simulation import Simulation

Json = dict[str, Any]

STACK = 3
SIZE = 250_000


@method("views.open")
def open_view(slack: Simulation, arguments: Arguments) -> Json:
    view = _checked(arguments, "modal")
    user = slack.interactions.exchange(arguments.required("trigger_id"))
    return {"view": show(slack, user, view, [])}


@method("views.push")
def push(slack: Simulation, arguments: Arguments) -> Json:
    view = _checked(arguments, "modal")
    user = slack.interactions.exchange(arguments.required("trigger_id"))
    stack = slack.workspace.modals.get(user, [])
    if not stack:
        raise SlackError("not_found")
    return {"view": show(slack, user, view, stack)}


@method("views.update")
def update(slack: Simulation, arguments: Arguments) -> Json:
    view = _checked(arguments, None)
    name = arguments.text("view_id") or arguments.required("external_id")
    try:
        shown = slack.workspace.view(name)
    except NotPossible:
        raise SlackError("not_found") from None
    if arguments.text("hash") not in {"", shown["hash"]}:
        raise SlackError("hash_conflict")
    replace(shown, view)
    return {"view": shown}


@method("views.publish")
def publish(slack: Simulation, arguments: Arguments) -> Json:
    user = arguments.required("user_id")
    slack.workspace.person(user)
    view = _checked(arguments, "home")
    before = slack.workspace.homes.get(user)
    if before and arguments.text("hash") not in {"", before["hash"]}:
        raise SlackError("hash_conflict")
    home = _complete(slack, view, before["id"] if before else slack.workspace.new_id("V"))
    slack.workspace.homes[user] = home
    return {"view": home}


def show(slack: Simulation, user: str, view: Json, stack: list[Json]) -> Json:
    """Put a checked view on top of the person's stack."""
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    external = view.get("external_id")
    everyone = [each for views in slack.workspace.modals.values() for each in views]
    if external and any(each.get("external_id") == external for each in everyone):
        raise SlackError("duplicate_external_id")
    shown = _complete(slack, view, slack.workspace.new_id("V"))
    shown["root_view_id"] = stack[0]["id"] if stack else shown["id"]
    shown["previous_view_id"] = stack[-1]["id"] if stack else None
    slack.workspace.modals[user] = [*stack, shown]
    return shown


def replace(shown: Json, view: Json) -> None:
    """What was typed into blocks that keep their names stays, as in Slack."""
    typed = shown["state"]["values"]
    for name in ("title", "submit", "close", "callback_id", "private_metadata"):
        shown.pop(name, None)
    shown |= view | {"blocks": numbered(view["blocks"]), "hash": _hash()}
    fresh = surfaces.initial_state(shown["blocks"])
    for block, values in fresh.items():
        for action in values:
            values[action] = typed.get(block, {}).get(action, values[action])
    shown["state"] = {"values": fresh}


def checked(view: Any, kind: str | None) -> Json:
    """The view, or Slack's invalid_arguments with everything that is wrong with it."""
    if not isinstance(view, dict):
        raise invalid("invalid_arguments", ["missing required field: view"])
    problems = list(_problems(view, kind))
    if problems:
        raise invalid("invalid_arguments", problems)
    if len(json.dumps(view)) > SIZE:
        raise SlackError("view_too_large")
    return view


def _checked(arguments: Arguments, kind: str | None) -> Json:
    return checked(arguments.json("view"), kind)


def _problems(view: Json, kind: str | None) -> Any:
    at = Path("/view")
    if view.get("type") not in ({kind} if kind else {"modal", "home"}):
        yield (at / "type")(f"must be {kind or 'modal or home'}")
    known = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    if view.get("type") == "modal":
        known |= {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
        yield from text_object(view.get("title"), at / "title", 24, plain=True)
        for name in ("submit", "close"):
            if name in view:
                yield from text_object(view[name], at / name, 24, plain=True)
        if "submit" not in view and any(_is_input(block) for block in view.get("blocks", [])):
            yield at("missing required field: submit")
    yield from fields(view, at, known)
    yield from length(view, "private_metadata", at, 3000, least=0)
    yield from length(view, "callback_id", at, 255, least=0)
    yield from length(view, "external_id", at, 255, least=0)
    yield from blocks.problems_of(view.get("blocks"), blocks.VIEW_BLOCKS, "/view/blocks")


def _is_input(block: Any) -> bool:
    return isinstance(block, dict) and block.get("type") == "input"


def _complete(slack: Simulation, view: Json, view_id: str) -> Json:
    shown = numbered(view["blocks"])
    defaults = {"callback_id": "", "external_id": "", "private_metadata": "", "title": None, "close": None}
    defaults |= {"submit": None, "clear_on_close": False, "notify_on_close": False, "previous_view_id": None}
    return (
        defaults
        | view
        | {
            "id": view_id,
            "team_id": TEAM,
            "app_id": APP,
            "app_installed_team_id": TEAM,
            "bot_id": BOT,
            "blocks": shown,
            "hash": _hash(),
            "root_view_id": view_id,
            "state": {"values": surfaces.initial_state(shown)},
        }
    )


def _hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
