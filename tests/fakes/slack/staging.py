"""Setting the scene: people, channels, the app's installation, and what is to go wrong."""

from dataclasses import asdict, replace
from typing import Any

from tests.fakes.slack.errors import NotPossible
from tests.fakes.slack.faults import CallFault, Pace
from tests.fakes.slack.identities import ALL_SCOPES, BOT_USER, Installation, from_manifest
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Json

KINDS = {"lose", "refuse", "ratelimit", "status", "error", "hang"}


def add_person(slack: Simulation, name: str, user: str | None = None, timezone: str = "Europe/Oslo") -> str:
    return slack.workspace.add_person(name, user, timezone).id


def add_channel(
    slack: Simulation,
    name: str,
    *,
    private: bool = False,
    members: list[str] | None = None,
    with_app: bool = True,
) -> str:
    inside = [*(members or []), *([BOT_USER] if with_app else [])]
    return slack.workspace.add_channel(name, "group" if private else "channel", inside).id


def archive(slack: Simulation, channel: str) -> None:
    slack.workspace.channel(channel).archived = True


def install(slack: Simulation, manifest: Json) -> None:
    """From now on the app has what this manifest gives it, and no more."""
    slack.workspace.installation = from_manifest(manifest)


def grant(slack: Simulation, scopes: list[str] | None = None) -> None:
    """Exactly these scopes; all that the fake knows when none are named."""
    given = ALL_SCOPES if scopes is None else frozenset(scopes)
    slack.workspace.installation = replace(slack.workspace.installation, scopes=given)


def subscribe(slack: Simulation, events: list[str]) -> None:
    slack.workspace.installation = replace(slack.workspace.installation, events=frozenset(events))


async def use_http(slack: Simulation, url: str | None) -> None:
    """Send everything to this request URL, once it has passed Slack's challenge; None: back to Socket Mode."""
    if url is not None and not await slack.http.verify(url, "simulated-verification"):
        raise NotPossible("Your URL didn't respond with the value of the challenge parameter.")
    slack.workspace.installation = replace(slack.workspace.installation, request_url=url)


def fault(slack: Simulation, method: str, kind: str, times: int = 1, **more: Any) -> None:
    if kind not in KINDS:
        raise NotPossible(f"{kind} is none of {sorted(KINDS)}")
    slack.faults.calls.append(CallFault(method, kind, times, **more))


def no_faults(slack: Simulation) -> None:
    """Calls go well again and nothing is out; events likewise."""
    fresh = type(slack.faults)()
    slack.faults.calls, slack.faults.events, slack.faults.back_at = fresh.calls, fresh.events, None


async def outage(slack: Simulation, seconds: float) -> None:
    """Every connection is broken off and none is accepted, for a while or until `no_faults`."""
    slack.faults.go_out(seconds)
    slack.sockets.close()


async def end_sockets(slack: Simulation, reason: str | None = None) -> None:
    """With a reason (warning, refresh_requested) the app is told; without one they just end."""
    if reason is not None:
        await slack.sockets.announce_end(reason)
    if reason != "warning":
        slack.sockets.close()


def event_faults(slack: Simulation, **faults: Any) -> Json:
    slack.faults.events = replace(slack.faults.events, **faults)
    return asdict(slack.faults.events)


def pace(slack: Simulation, per_second: float | None, burst: int = 1, speed: float = 1.0) -> None:
    slack.pace = Pace(per_second, burst, speed)


def timing(slack: Simulation, **seconds: Any) -> None:
    slack.delivery.timing = replace(slack.delivery.timing, **seconds)


async def settled(slack: Simulation) -> None:
    await slack.delivery.settled()


async def reset(slack: Simulation, *, installation: bool = False) -> None:
    """Empty the workspace; the installation stays unless it is named too."""
    await slack.reset()
    if installation:
        slack.workspace.installation = Installation()
