"""conversations.*: channels and their history, as far as the app may see them."""

import copy
from typing import Any

from tests.fakes.slack import events
from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.identities import BOT_USER, TEAM
from tests.fakes.slack.methods.paging import page
from tests.fakes.slack.methods.registry import method
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel, shown_in_channel

Json = dict[str, Any]

KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
SCOPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


@method("conversations.list")
def list_all(slack: Simulation, arguments: Arguments) -> Json:
    return _listed(slack, arguments, members_only=False)


@method("users.conversations")
def of_user(slack: Simulation, arguments: Arguments) -> Json:
    return _listed(slack, arguments, members_only=True)


@method("conversations.info")
def info(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.visible(arguments.required("channel"))
    slack.need(f"{channel.type}:read")
    more = {"num_members": len(channel.members)} if arguments.flag("include_num_members") else {}
    return {"channel": described(channel) | more}


@method("conversations.join", "channels:join")
def join(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.visible(arguments.required("channel"))
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if BOT_USER in channel.members:
        return {"channel": described(channel), "warning": "already_in_channel"}
    enter(slack, channel, BOT_USER)
    return {"channel": described(channel)}


@method("conversations.create")
def create(slack: Simulation, arguments: Arguments) -> Json:
    private = arguments.flag("is_private")
    slack.need("groups:write" if private else "channels:manage")
    name = arguments.required("name")
    if name != name.lower() or len(name) > 80 or any(letter in name for letter in " .#"):
        raise SlackError("invalid_name_specials")
    channel = slack.workspace.add_channel(name, "group" if private else "channel", [BOT_USER])
    return {"channel": described(channel)}


@method("conversations.open", "im:write")
def open_direct(slack: Simulation, arguments: Arguments) -> Json:
    users = arguments.required("users").split(",")
    if len(users) != 1:
        raise SlackError("method_not_supported_for_channel_type")  # group messages are not simulated
    return {"channel": {"id": slack.workspace.direct(users[0]).id}}


@method("conversations.members")
def members(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.visible(arguments.required("channel"))
    slack.need(f"{channel.type}:read")
    found, more = page(channel.members, arguments)
    return {"members": found} | more


@method("conversations.history")
def history(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.joined(arguments.required("channel"))
    slack.need(f"{channel.type}:history")
    found = [each for each in channel.messages.values() if shown_in_channel(each)]
    found, more = page(_between(found, arguments)[::-1], arguments)
    return _shown(found, arguments) | more | {"has_more": bool(more["response_metadata"]["next_cursor"])}


@method("conversations.replies")
def replies(slack: Simulation, arguments: Arguments) -> Json:
    """The thread's first message always comes along, on the first page."""
    channel = slack.workspace.joined(arguments.required("channel"))
    slack.need(f"{channel.type}:history")
    named = channel.messages.get(arguments.required("ts"))
    if named is None:
        raise SlackError("thread_not_found")
    parent = channel.messages[named.get("thread_ts", named["ts"])]
    rest = [each for each in channel.replies(parent["ts"]) if each is not parent]
    found, more = page([parent, *_between(rest, arguments)], arguments, default=1000)
    return _shown(found, arguments) | more | {"has_more": bool(more["response_metadata"]["next_cursor"])}


def enter(slack: Simulation, channel: Channel, user: str) -> None:
    if user not in channel.members:
        channel.members.append(user)
        slack.happened(events.member_joined(channel, user, slack.workspace.ts()), channel)


def described(channel: Channel) -> Json:
    common = {"id": channel.id, "is_archived": channel.archived, "context_team_id": TEAM}
    if channel.kind == "im":
        other = next(user for user in channel.members if user != BOT_USER)
        return common | {"is_im": True, "user": other, "is_channel": False, "is_group": False}
    return common | {
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "group",
        "is_member": BOT_USER in channel.members,
        "num_members": len(channel.members),
    }


def _listed(slack: Simulation, arguments: Arguments, *, members_only: bool) -> Json:
    wanted = arguments.text("types", "public_channel").replace(" ", "").split(",")
    if unknown := set(wanted) - set(KINDS):
        raise SlackError("invalid_types", types=sorted(unknown))
    slack.need(*(f"{SCOPES[kind]}:read" for kind in wanted))
    kinds = {KINDS[kind] for kind in wanted}
    user = arguments.text("user", BOT_USER)
    found = [each for each in slack.workspace.channels.values() if each.kind in kinds]
    found = [each for each in found if each.kind == "channel" or BOT_USER in each.members]
    if members_only:
        found = [each for each in found if user in each.members]
    if arguments.flag("exclude_archived"):
        found = [each for each in found if not each.archived]
    shown, more = page(found, arguments)
    return {"channels": [described(each) for each in shown]} | more


def _between(found: list[Json], arguments: Arguments) -> list[Json]:
    oldest, latest = arguments.text("oldest", "0"), arguments.text("latest", "9" * 12)
    try:
        low, high = _moment(oldest), _moment(latest)
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    if arguments.flag("inclusive"):
        return [each for each in found if low <= _moment(each["ts"]) <= high]
    return [each for each in found if low < _moment(each["ts"]) < high]


def _moment(ts: str) -> tuple[int, int]:
    seconds, _, rest = ts.partition(".")
    return int(seconds), int((rest or "0").ljust(6, "0")[:6])


def _shown(found: list[Json], arguments: Arguments) -> Json:
    hidden = set() if arguments.flag("include_all_metadata") else {"metadata"}
    kept = [{name: each[name] for name in each if name not in hidden} for each in found]
    return {"messages": copy.deepcopy(kept)}
