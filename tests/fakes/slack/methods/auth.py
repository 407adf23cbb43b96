"""auth.test and apps.connections.open."""

from typing import Any

from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.identities import APP, BOT, BOT_NAME, BOT_USER, TEAM
from tests.fakes.slack.methods.registry import method
from tests.fakes.slack.simulation import Simulation

Json = dict[str, Any]


@method("auth.test")
def test(slack: Simulation, arguments: Arguments) -> Json:
    return {
        "url": "https://varde.example/",
        "team": "Varde",
        "team_id": TEAM,
        "user": BOT_NAME,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", for_app_token=True)
def open_connection(slack: Simulation, arguments: Arguments) -> Json:
    address = slack.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={slack.sockets.ticket()}&app_id={APP}"}
