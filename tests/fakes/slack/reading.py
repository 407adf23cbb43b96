"""What tests and the page may see of the workspace: everything."""

import base64
from typing import Any

from tests.fakes.slack.identities import BOT_USER
from tests.fakes.slack.methods.files import public
from tests.fakes.slack.parsing import parsed, parsed_view
from tests.fakes.slack.simulation import Simulation

Json = dict[str, Any]


def people(slack: Simulation) -> list[Json]:
    return [{"id": each.id, "name": each.name} for each in slack.workspace.people.values() if not each.is_bot]


def channels(slack: Simulation) -> list[Json]:
    return [
        {
            "id": each.id,
            "name": each.name,
            "kind": each.kind,
            "members": each.members,
            "has_app": BOT_USER in each.members,
        }
        for each in slack.workspace.channels.values()
    ]


def messages(slack: Simulation, channel: str, thread: str | None = None) -> list[Json]:
    """Oldest first: a whole thread, or the channel with every thread's replies in it."""
    place = slack.workspace.channel(channel)
    return place.replies(thread) if thread else list(place.messages.values())


def all_parsed(slack: Simulation) -> list[Json]:
    """What Slack would make of each message and screen that the app has sent."""
    found = [
        {"where": f"{channel}:{ts}"} | parsed(slack.workspace, request)
        for (channel, ts), request in slack.workspace.requests.items()
    ]
    screens = [("home", view) for view in slack.workspace.homes.values()]
    screens += [("modal", view) for stack in slack.workspace.modals.values() for view in stack]
    return found + [{"where": f"{kind}:{view['id']}"} | parsed_view(view) for kind, view in screens]


def request_parsed(slack: Simulation, channel: str, ts: str) -> Json:
    place = slack.workspace.channel(channel)
    return parsed(slack.workspace, slack.workspace.requests[place.id, ts])


def ephemerals(slack: Simulation, user: str | None = None) -> list[Json]:
    return [
        {"channel": each.channel, "user": each.user, "message": each.message}
        for each in slack.workspace.ephemerals
        if user in {None, each.user}
    ]


def modals(slack: Simulation, user: str) -> list[Json]:
    return slack.workspace.modals.get(user, [])


def home(slack: Simulation, user: str) -> Json | None:
    return slack.workspace.homes.get(user)


def files(slack: Simulation) -> list[Json]:
    return [public(each) for each in slack.workspace.files.values() if each.complete]


def file_content(slack: Simulation, file: str) -> str:
    return base64.b64encode(slack.workspace.files[file].content or b"").decode()


def calls(slack: Simulation, method: str | None = None) -> list[Json]:
    return [
        {"method": each.method, "arguments": each.arguments, "outcome": each.outcome, "at": each.at}
        for each in slack.calls
        if method in {None, each.method}
    ]


def parcels(slack: Simulation) -> list[Json]:
    """Everything sent to the app, with the number of attempts and whether it was acknowledged."""
    return [
        {
            "kind": each.kind,
            "payload": each.payload,
            "attempts": each.attempts,
            "acknowledged": each.acknowledged.done() and not each.acknowledged.cancelled(),
            "problem": each.problem,
        }
        for each in slack.delivery.parcels
    ]


def connections(slack: Simulation) -> int:
    return len(slack.sockets.sockets)
