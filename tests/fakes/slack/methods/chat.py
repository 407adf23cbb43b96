"""chat.*: the app posts, changes and deletes messages."""

from typing import Any

from tests.fakes.slack import blocks, messages
from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import RateLimited, SlackError, invalid
from tests.fakes.slack.identities import APP, BOT, BOT_NAME, BOT_USER, TEAM
from tests.fakes.slack.methods.registry import method
from tests.fakes.slack.mrkdwn import normalised
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel, Ephemeral

Json = dict[str, Any]

TEXT_LENGTH = 40_000
UPDATE_TEXT_LENGTH = 4_000
METADATA_LENGTH = 16_000


@method("chat.postMessage", "chat:write")
def post_message(slack: Simulation, arguments: Arguments) -> Json:
    channel = _target(slack, arguments.required("channel"))
    if (wait := slack.pace.wait(channel.id)) is not None:
        raise RateLimited(wait)
    thread = _thread(channel, arguments)
    message = _authored(slack, arguments) | _content(arguments, TEXT_LENGTH) | thread
    if metadata := _metadata(arguments):
        message["metadata"] = metadata
    posted = messages.post(slack, channel, message)
    slack.workspace.requests[channel.id, posted["ts"]] = _request(arguments)
    return {"channel": channel.id, "ts": posted["ts"], "message": posted}


@method("chat.update", "chat:write")
def update(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.joined(arguments.required("channel"))
    ts = arguments.required("ts")
    posted = _own(channel, ts, "cant_update_message")
    content = _content(arguments, UPDATE_TEXT_LENGTH, update=True)
    if "metadata" in arguments.values:
        content["metadata"] = _metadata(arguments)
    posted = messages.change(slack, channel, ts, content, BOT_USER)
    before = slack.workspace.requests.get((channel.id, ts), {})
    slack.workspace.requests[channel.id, ts] = before | _request(arguments)
    return {"channel": channel.id, "ts": ts, "text": posted["text"], "message": posted}


@method("chat.delete", "chat:write")
def delete(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.joined(arguments.required("channel"))
    ts = arguments.required("ts")
    _own(channel, ts, "cant_delete_message")
    messages.remove(slack, channel, ts)
    return {"channel": channel.id, "ts": ts}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.joined(arguments.required("channel"))
    user = arguments.required("user")
    slack.workspace.person(user)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _authored(slack, arguments) | _content(arguments, TEXT_LENGTH)
    if arguments.text("thread_ts"):
        message["thread_ts"] = arguments.text("thread_ts")
    whisper(slack, channel.id, user, message, _request(arguments))
    return {"message_ts": slack.workspace.ephemerals[-1].message["ts"]}


@method("chat.getPermalink")
def permalink(slack: Simulation, arguments: Arguments) -> Json:
    channel = slack.workspace.visible(arguments.required("channel"))
    message = channel.message(arguments.required("message_ts"))
    link = slack.workspace.permalink(channel.id, message["ts"], message.get("thread_ts"))
    return {"channel": channel.id, "permalink": link}


def whisper(slack: Simulation, channel: str, user: str, message: Json, request: Json) -> Ephemeral:
    """Show a message to one person."""
    shown = {"type": "message", "ts": slack.workspace.ts(), "is_ephemeral": True} | message
    slack.workspace.ephemerals.append(Ephemeral(channel, user, shown))
    slack.workspace.requests[channel, shown["ts"]] = request
    return slack.workspace.ephemerals[-1]


def by_bot(name: str | None = None) -> Json:
    """A message's author. Under a name of its own the message is a `bot_message` without user, as in Slack."""
    author: Json = {"bot_id": BOT, "app_id": APP}
    if name:
        return author | {"subtype": "bot_message", "username": name}
    profile = {"id": BOT, "app_id": APP, "name": BOT_NAME, "team_id": TEAM, "deleted": False}
    return author | {"user": BOT_USER, "bot_profile": profile}


def checked_content(values: Json, most: int = TEXT_LENGTH) -> Json:
    """Text and blocks of a message, for response URLs and acknowledgements."""
    return _content(Arguments(values), most)


def _target(slack: Simulation, name: str) -> Channel:
    if name in slack.workspace.people:  # a person's id: their direct messages
        return slack.workspace.direct(name)
    channel = slack.workspace.joined(name)
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _thread(channel: Channel, arguments: Arguments) -> Json:
    thread = arguments.text("thread_ts")
    if not thread:
        return {}
    parent = channel.messages.get(thread)
    if parent is None or parent.get("thread_ts", thread) != thread:
        raise SlackError("cannot_reply_to_message")  # Slack is laxer: it may start a thread under nothing
    return {"thread_ts": thread} | (
        {"subtype": "thread_broadcast"} if arguments.flag("reply_broadcast") else {}
    )


def _authored(slack: Simulation, arguments: Arguments) -> Json:
    name = arguments.text("username")
    if name or arguments.text("icon_url") or arguments.text("icon_emoji"):
        slack.need("chat:write.customize")
    author = by_bot(name)
    icons = {"emoji": arguments.text("icon_emoji"), "image_48": arguments.text("icon_url")}
    icons = {kind: icon for kind, icon in icons.items() if icon}
    return author | ({"icons": icons} if icons else {})


def _content(arguments: Arguments, most: int, *, update: bool = False) -> Json:
    text = arguments.text("text")
    given = arguments.json("blocks", "invalid_blocks_format")
    if not text and not given and not arguments.json("attachments") and not arguments.text("markdown_text"):
        raise SlackError("no_text")
    if len(text) > most:
        raise SlackError("msg_too_long")
    if given is not None:
        _check_blocks(given)
    content: Json = {"text": normalised(text)}
    if given is not None:
        content["blocks"] = numbered(given)
    return content if text or not update else {name: content[name] for name in content if name != "text"}


def _check_blocks(given: Any) -> None:
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format")
    if problems := blocks.problems_of(given, blocks.MESSAGE_BLOCKS):
        raise invalid("invalid_blocks", problems)
    if blocks.too_long(given):
        raise SlackError("msg_blocks_too_long")


def numbered(given: list[Json]) -> list[Json]:
    """Slack names blocks and elements that have no name."""
    named = []
    for number, block in enumerate(given):
        named.append(block | {"block_id": block.get("block_id") or f"b{number}"})
        for place, element in enumerate(block.get("elements", [])):
            if element.get("type") == "button":
                element.setdefault("action_id", f"a{number}.{place}")
    return named


def _metadata(arguments: Arguments) -> Json | None:
    metadata = arguments.json("metadata", "invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > METADATA_LENGTH:
        raise SlackError("metadata_too_large")
    return metadata


def _own(channel: Channel, ts: str, error: str) -> Json:
    posted = channel.message(ts)
    if posted.get("bot_id") != BOT or posted.get("subtype") == "tombstone":
        raise SlackError(error)
    return posted


def _request(arguments: Arguments) -> Json:
    request = dict(arguments.values)
    for name in ("blocks", "metadata"):
        if name in request:
            request[name] = arguments.json(name)
    request.pop("token", None)
    return request
