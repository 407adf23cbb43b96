"""Which Slack workspace this is, and who we are in it: learnt from auth.test."""

from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import ChannelBusy
from bot.desk.slack.api.faults import read

WAIT = 2.0  # seconds until somebody should ask again before it is known


@dataclass(frozen=True, slots=True)
class Identity:
    team: str
    url: str  # https://shop.slack.com/
    bot_user: str
    bot: str
    scopes: frozenset[str]


class Workspace:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._identity: Identity | None = None

    async def learn(self) -> Identity:
        """Ask Slack. Raises ChannelBusy or ChannelRefused."""
        answer = await read(self._client.auth_test())
        granted = answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or ""
        self._identity = Identity(
            str(answer["team_id"]),
            str(answer.get("url") or ""),
            str(answer["user_id"]),
            str(answer.get("bot_id") or ""),
            frozenset(scope.strip() for scope in granted.split(",") if scope.strip()),
        )
        return self._identity

    @property
    def identity(self) -> Identity:
        """Raises ChannelBusy while it is not known."""
        if self._identity is None:
            raise ChannelBusy(WAIT)
        return self._identity

    @property
    def team(self) -> str:
        return self.identity.team

    def link(self, channel: str, ts: str) -> str:
        """Where a browser shows the message."""
        return f"{self.identity.url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
