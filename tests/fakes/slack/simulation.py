"""One simulated Slack: the workspace, the road to the app, and what is to go wrong."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack import events
from tests.fakes.slack.delivery import Delivery, Road, Timing
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.faults import Faults, Pace
from tests.fakes.slack.http_events import HttpEvents
from tests.fakes.slack.interactions import Interactions
from tests.fakes.slack.socket_mode import SocketMode
from tests.fakes.slack.workspace import Channel, Workspace

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """A Web API call as it came in, and how it was answered."""

    method: str
    arguments: Json
    outcome: str  # ok, Slack's error code, or the fault it met
    at: float


@dataclass(slots=True)
class Simulation:
    base_url: str = ""
    workspace: Workspace = field(default_factory=Workspace)
    faults: Faults = field(default_factory=Faults)
    pace: Pace = field(default_factory=Pace)
    interactions: Interactions = field(default_factory=Interactions)
    calls: list[Call] = field(default_factory=list)
    sockets: SocketMode = field(default_factory=SocketMode)
    http: HttpEvents = field(init=False)
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.http = HttpEvents(lambda: self.workspace.installation, lambda: self.delivery.timing.acknowledge)
        self.delivery = Delivery(self._road, lambda: self.faults)

    def _road(self) -> Road:
        return self.http if self.workspace.installation.request_url else self.sockets

    def need(self, *scopes: str) -> None:
        """Raises Slack's missing_scope when the app was not given one of them."""
        given = self.workspace.installation.scopes
        if missing := [scope for scope in scopes if scope not in given]:
            raise SlackError("missing_scope", needed=",".join(missing), provided=",".join(sorted(given)))

    def happened(self, event: Json, channel: Channel | None = None) -> None:
        """Tell the app, if it has subscribed to such events and can see the channel."""
        if events.wanted(event, channel, self.workspace.installation.events):
            self.delivery.announce(events.enveloped(event))

    def note(self, method: str, arguments: Json, outcome: str) -> None:
        self.calls.append(Call(method, arguments, outcome, time.time()))

    async def reset(self) -> None:
        """An empty workspace; connections stay, faults go."""
        self.delivery.stop()
        self.workspace = Workspace(installation=self.workspace.installation)
        self.faults, self.pace, self.interactions = Faults(), Pace(), Interactions()
        self.delivery.timing = Timing()
        self.calls.clear()
