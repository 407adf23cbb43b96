"""users.info and users.list."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.slack.arguments import Arguments
from tests.fakes.slack.identities import APP, BOT, TEAM
from tests.fakes.slack.methods.paging import page
from tests.fakes.slack.methods.registry import method
from tests.fakes.slack.simulation import Simulation
from tests.fakes.slack.workspace import Person

Json = dict[str, Any]


@method("users.info", "users:read")
def info(slack: Simulation, arguments: Arguments) -> Json:
    person = slack.workspace.person(arguments.required("user"))
    more = {"locale": person.locale} if arguments.flag("include_locale") else {}
    return {"user": described(person) | more}


@method("users.list", "users:read")
def list_all(slack: Simulation, arguments: Arguments) -> Json:
    found, more = page(list(slack.workspace.people.values()), arguments)
    return {"members": [described(person) for person in found], "cache_ts": 0} | more


def described(person: Person) -> Json:
    profile: Json = {"real_name": person.name, "display_name": person.name, "team": TEAM}
    if person.is_bot:
        profile |= {"api_app_id": APP, "bot_id": BOT}
    return {
        "id": person.id,
        "team_id": TEAM,
        "name": person.name.lower().replace(" ", "."),
        "real_name": person.name,
        "deleted": False,
        "tz": person.timezone,
        "tz_label": person.timezone,
        "tz_offset": _offset(person.timezone),
        "profile": profile,
        "is_admin": False,
        "is_bot": person.is_bot,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_app_user": False,
        "updated": 0,
    }


def _offset(timezone: str) -> int:
    offset = datetime.now(ZoneInfo(timezone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0
