"""Who is who in the simulated workspace: team, app, bot, and the secrets an app is given at its installation."""

from dataclasses import dataclass, field, replace

TEAM = "T0VARDE"
APP = "A0SHOPDESK"
BOT_USER = "U0SHOPDESK"
BOT = "B0SHOPDESK"
BOT_NAME = "shopdesk"

BOT_TOKEN = "xoxb-simulated"
APP_TOKEN = "xapp-simulated"
SIGNING_SECRET = "simulated-signing-secret"
VERIFICATION_TOKEN = "simulated-verification"

ALL_SCOPES = frozenset(
    [
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "chat:write.customize",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "metadata.message:read",
        "mpim:history",
        "mpim:read",
        "reactions:read",
        "reactions:write",
        "users:read",
    ]
)
ALL_EVENTS = frozenset(
    [
        "app_home_opened",
        "app_mention",
        "member_joined_channel",
        "message.channels",
        "message.groups",
        "message.im",
    ]
)


@dataclass(frozen=True, slots=True)
class Installation:
    """What the app may do and where Slack reaches it, as its manifest says."""

    scopes: frozenset[str] = ALL_SCOPES
    events: frozenset[str] = ALL_EVENTS
    commands: frozenset[str] | None = None  # None: any
    shortcuts: frozenset[str] | None = None
    interactive: bool = True
    request_url: str | None = None  # None: Socket Mode
    command_urls: dict[str, str] = field(default_factory=dict)
    interactivity_url: str | None = None


def from_manifest(manifest: dict) -> Installation:
    """The installation of an app made from this manifest (the JSON that Slack's page takes)."""
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    socket = bool(settings.get("socket_mode_enabled"))
    commands = features.get("slash_commands", [])
    events = settings.get("event_subscriptions", {})
    interactivity = settings.get("interactivity", {})
    installed = Installation(
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset(events.get("bot_events", [])),
        commands=frozenset(command["command"] for command in commands),
        shortcuts=frozenset(shortcut["callback_id"] for shortcut in features.get("shortcuts", [])),
        interactive=bool(interactivity.get("is_enabled")),
    )
    if socket:
        return installed
    return replace(
        installed,
        request_url=events.get("request_url"),
        interactivity_url=interactivity.get("request_url"),
        command_urls={command["command"]: command["url"] for command in commands if "url" in command},
    )
