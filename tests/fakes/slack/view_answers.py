"""What becomes of a modal after it was submitted or closed."""

from typing import Any

from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.methods import views
from tests.fakes.slack.simulation import Simulation

Json = dict[str, Any]


def follow(slack: Simulation, user: str, view: Json, answer: Json) -> Json:
    """Do what the app's acknowledgement asks; the errors shown in the modal, if it asked for that."""
    stack = slack.workspace.modals.get(user, [])
    match answer.get("response_action"):
        case None:
            _close(slack, user, view)
        case "clear":
            slack.workspace.modals[user] = []
        case "errors":
            return _errors(view, answer)
        case "update":
            views.replace(view, views.checked(answer.get("view"), "modal"))
        case "push":
            views.show(slack, user, views.checked(answer.get("view"), "modal"), stack)
        case other:
            raise SlackError("invalid_response_action", given=other)
    return {}


def closed_by_person(slack: Simulation, user: str, view: Json) -> Json:
    _close(slack, user, view)
    return view


def _close(slack: Simulation, user: str, view: Json) -> None:
    stack = slack.workspace.modals.get(user, [])
    slack.workspace.modals[user] = [each for each in stack if each is not view]


def _errors(view: Json, answer: Json) -> Json:
    errors = answer.get("errors") or {}
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not errors or set(errors) - inputs:
        raise SlackError("invalid_errors", given=sorted(errors))
    return errors
