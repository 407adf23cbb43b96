"""What one person sees on the page just now."""

from typing import Any

from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.identities import BOT_USER
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel

Json = dict[str, Any]


def seen_by(slack: Simulation, user: str, channel: str) -> Json:
    """Everything the page shows to `user` while `channel` (an id or a name) is open; both may be unknown."""
    workspace = slack.workspace
    known = user in workspace.people
    if known:
        workspace.direct(user)
    places = [each for each in workspace.channels.values() if user in each.members or each.kind == "channel"]
    try:
        place = workspace.channel(channel)
    except SlackError:
        place = None
    return {
        "people": {each.id: each.name for each in workspace.people.values()},
        "app": BOT_USER,
        "channels": [_named(each) for each in places],
        "channel": place.id if place in places else None,
        "messages": _messages(slack, place) if place and place in places else [],
        "whispers": [
            each.message
            for each in workspace.ephemerals
            if each.user == user and place and each.channel == place.id
        ],
        "modals": workspace.modals.get(user, []),
        "home": workspace.homes.get(user),
        "shortcuts": sorted(workspace.installation.shortcuts or ()),
        "connections": len(slack.sockets.sockets),
        "out": slack.faults.out,
    }


def _named(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name, "kind": channel.kind, "unread": len(channel.messages)}


def _messages(slack: Simulation, place: Channel) -> list[Json]:
    hidden = {"metadata", "bot_profile"}
    return [{name: each[name] for name in each if name not in hidden} for each in place.messages.values()]
