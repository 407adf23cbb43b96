"""The scopes the app asks for, each with what it is for."""

from collections.abc import Collection, Mapping

REQUIRED: Mapping[str, str] = {
    "chat:write": "post cards, thread lines and answers",
    "chat:write.customize": "show customers' lines under their names",
    "reactions:write": "mark lines as delivered, unknown or refused",
    "files:read": "fetch files that staff send to customers",
    "files:write": "show customers' files in the thread",
    "commands": "the command /shopdesk and the shortcuts",
    "users:read": "names of staff",
    "channels:read": "find the desk's channels",
    "channels:join": "join the desk's public channels",
    "channels:manage": "make the desk's channel when it does not exist",
    "channels:history": "read replies in threads of public desk channels",
    "groups:read": "find private desk channels",
    "groups:history": "read replies in threads of private desk channels",
    "metadata.message:read": "see what arrived, before anything is sent a second time",
    "im:read": "find direct messages after an interruption",
    "im:history": "read direct messages to the bot",
    "im:write": "answer staff who were not in touch before",
}
APP_LEVEL = "connections:write"  # of the app-level token, for Socket Mode


def missing(granted: Collection[str]) -> Mapping[str, str]:
    """What the token lacks, with what it is for."""
    return {scope: purpose for scope, purpose in REQUIRED.items() if scope not in granted}
