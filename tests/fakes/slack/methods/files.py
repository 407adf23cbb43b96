"""files.*: the upload in three steps, and what is known of a file."""

import asyncio
import mimetypes
import secrets
import time
from typing import Any

from tests.fakes.slack import messages
from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.identities import BOT_USER
from tests.fakes.slack.methods.chat import by_bot
from tests.fakes.slack.methods.registry import method
from tests.fakes.slack.mrkdwn import normalised
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Channel, StoredFile

Json = dict[str, Any]


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(slack: Simulation, arguments: Arguments) -> Json:
    length = arguments.number("length", 0)
    if length <= 0:
        raise SlackError("invalid_arguments")
    stored = register(slack, arguments.required("filename"), length, BOT_USER)
    key = secrets.token_urlsafe(8)
    stored.meta["upload_key"] = key
    return {"upload_url": f"{slack.base_url}/upload/{stored.meta['id']}/{key}", "file_id": stored.meta["id"]}


@method("files.completeUploadExternal", "files:write")
def complete_upload(slack: Simulation, arguments: Arguments) -> Json:
    """A file is completed once; where Slack's own answer to a second time is not documented, it is refused."""
    wanted = arguments.json("files") or []
    stored = [_uploaded(slack, item) for item in wanted]
    if not stored:
        raise SlackError("invalid_arguments")
    channels = [each for each in arguments.text("channels").split(",") if each]
    channels += [arguments.text("channel_id")] if arguments.text("channel_id") else []
    targets = [slack.workspace.joined(each) for each in channels]
    thread = arguments.text("thread_ts")
    if thread and any(thread not in target.messages for target in targets):
        raise SlackError("thread_not_found")
    for item, each in zip(wanted, stored, strict=True):
        each.complete = True
        each.meta["title"] = item.get("title") or each.meta["name"]
    for target in targets:
        slack.delivery.run(_share_later(slack, target, stored, arguments.text("initial_comment"), thread))
    return {"files": [public(each) for each in stored]}


@method("files.delete", "files:write")
def delete(slack: Simulation, arguments: Arguments) -> Json:
    """Only one's own; where it was shared, Slack leaves a tombstone in its place."""
    stored = slack.workspace.files.get(arguments.required("file"))
    if stored is None:
        raise SlackError("file_not_found")
    if stored.meta.get("user") != BOT_USER:
        raise SlackError("cant_delete_file")
    del slack.workspace.files[stored.meta["id"]]
    for channel in slack.workspace.channels.values():
        for message in channel.messages.values():
            for place, shared in enumerate(message.get("files") or []):
                if shared.get("id") == stored.meta["id"]:
                    message["files"][place] = {"id": shared["id"], "mode": "tombstone"}
    return {}


@method("files.info", "files:read")
def info(slack: Simulation, arguments: Arguments) -> Json:
    stored = slack.workspace.files.get(arguments.required("file"))
    if stored is None or not stored.complete:
        raise SlackError("file_not_found")
    return {"file": public(stored), "comments": [], "response_metadata": {"next_cursor": ""}}


def register(
    slack: Simulation, name: str, length: int, user: str, media_type: str | None = None
) -> StoredFile:
    kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    file_id = slack.workspace.new_id("F")
    address = f"{slack.base_url}/files-pri/{file_id}"
    extension = name.rpartition(".")[2].lower() if "." in name else "binary"
    meta: Json = {
        "id": file_id,
        "created": int(time.time()),
        "timestamp": int(time.time()),
        "name": name,
        "title": name,
        "mimetype": kind,
        "filetype": extension,
        "pretty_type": extension.upper(),
        "user": user,
        "size": length,
        "mode": "hosted",
        "editable": False,
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "file_access": "visible",
        "url_private": f"{address}/{_in_path(name)}",
        "url_private_download": f"{address}/download/{_in_path(name)}",
        "permalink": f"https://varde.example/files/{user}/{file_id}/{_in_path(name)}",
        "has_rich_preview": False,
        "shares": {},
    }
    stored = StoredFile(meta, length)
    slack.workspace.files[file_id] = stored
    return stored


def public(stored: StoredFile) -> Json:
    return {name: value for name, value in stored.meta.items() if name != "upload_key"}


def noted_share(stored: StoredFile, channel: Channel, ts: str, thread: str | None) -> None:
    kind = "public" if channel.kind == "channel" else "private"
    share = {"ts": ts} | ({"thread_ts": thread} if thread else {})
    stored.meta["shares"].setdefault(kind, {}).setdefault(channel.id, []).append(share)


def _uploaded(slack: Simulation, item: Json) -> StoredFile:
    stored = slack.workspace.files.get(item.get("id", ""))
    if stored is None or stored.complete or stored.content is None:
        raise SlackError("file_not_found")
    return stored


async def _share_later(
    slack: Simulation, channel: Channel, stored: list[StoredFile], comment: str, thread: str
) -> None:
    await asyncio.sleep(slack.delivery.timing.share)
    message = by_bot() | {"subtype": "file_share", "text": normalised(comment), "upload": False}
    message["files"] = [public(each) | {"shares": {}} for each in stored]
    if thread:
        message["thread_ts"] = thread
    posted = messages.post(slack, channel, message)
    slack.workspace.requests[channel.id, posted["ts"]] = {"text": comment}
    for each in stored:
        noted_share(each, channel, posted["ts"], thread or None)


def _in_path(name: str) -> str:
    kept = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name
    )
    return kept.lower() or "file"
