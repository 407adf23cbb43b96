"""Every setting: its variable, type, default, unit and meaning, read once and checked at the edge."""

import difflib
import ipaddress
import os
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from opening_hours import OpeningHours, validate
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent  # the project's folder
PREFIX = "SHOPDESK_"
# Read by the tests and the Makefile, not by the programs.
ELSEWHERE = frozenset({"SHOPDESK_CHROMIUM"})


class BadSettings(Exception):
    """One message that names every faulty variable, what is wrong with it and how to mend it."""


def _split(value: Any) -> Any:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _http_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError(f"{value!r} does not begin with http:// or https://")
    return value.rstrip("/")


def _origin(value: str) -> str:
    if _http_url(value).count("/") != 2:
        raise ValueError(f"{value!r} has a path; an origin is scheme, host and port only")
    return _http_url(value)


def _opening_hours(value: str) -> str:
    if not validate(value):
        raise ValueError("not opening hours such as 'Mo-Fr 09:00-21:00; Sa 10:00-18:00' or '24/7'")
    return value


def _timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("not a time zone such as Europe/Oslo")
    return value


def _country(value: str) -> str:
    try:
        OpeningHours("24/7", country=value.upper())
    except Exception as error:  # the library's error class is private to its extension
        raise ValueError("not a two-letter country code such as NO") from error
    return value.upper()


def _network(value: str) -> str:
    return str(ipaddress.ip_network(value, strict=False))


def _at_least(characters: int) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < characters:
            raise ValueError(f"shorter than {characters} characters")
        return value

    return AfterValidator(check)


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return value


Port = Annotated[int, Field(ge=1, le=65535)]
Url = Annotated[str, AfterValidator(_http_url)]
Listed = (NoDecode, BeforeValidator(_split))
Urls = Annotated[tuple[Url, ...], *Listed]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], *Listed]
Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], *Listed]
Seconds = Annotated[float, Field(gt=0, json_schema_extra={"unit": "s"})]
Count = Annotated[int, Field(ge=1)]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    host: str = Field("127.0.0.1", description="Address the gateway listens on; 0.0.0.0 for every interface.")
    port: Port = Field(8080, description="Port of the gateway, the only one that customers reach.")
    rasa_port: Port = Field(5005, description="Port of the Rasa process, on loopback.")
    actions_port: Port = Field(5055, description="Port of the action server, on loopback.")
    rasa_urls: Urls = Field(
        default_factory=lambda known: (f"http://127.0.0.1:{known['rasa_port']}",),
        description="Rasa processes to spread conversations over, separated by commas. "
        "By default the one on `SHOPDESK_RASA_PORT`.",
    )
    actions_url: Url = Field(
        default_factory=lambda known: f"http://127.0.0.1:{known['actions_port']}",
        description="The action server, such as `http://127.0.0.1:5055`. "
        "By default the one on `SHOPDESK_ACTIONS_PORT`.",
    )
    var: Annotated[Path, AfterValidator(lambda path: ROOT / path)] = Field(
        Path("var"),
        validate_default=True,
        description="Folder of everything written while running: databases, logs. "
        "Relative to the project's folder.",
    )
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default_factory=lambda known: f"sqlite:///{known['var']}/shopdesk.db",
        description="The conversation log: SQLite, or `postgresql://user:password@host/name`. "
        "By default a file in `SHOPDESK_VAR`.",
    )
    secret: Annotated[SecretStr, _at_least(32)] | None = Field(
        None,
        description="Signs session tokens and desk badges. When unset, made once and kept in `secret` "
        "in `SHOPDESK_VAR`; several gateways need the same.",
    )

    allowed_origins: Origins = Field(
        (),
        description="Origins of the shop's pages that may embed the widget, separated by commas. "
        "The gateway's own pages always may.",
    )
    trusted_proxies: Networks = Field(
        (),
        description="Addresses or networks of reverse proxies whose X-Forwarded-For is believed, "
        "separated by commas.",
    )
    demo_page: bool = Field(True, description="Serve the demo shop page at `/`.")

    desk_password: Annotated[SecretStr, _at_least(10)] | None = Field(
        None,
        description="Opens the web desk from other machines. When unset, the desk answers on loopback only.",
    )
    desk_hours: Annotated[str, AfterValidator(_opening_hours)] = Field(
        "24/7",
        description="When people answer, in OpenStreetMap's opening_hours notation. "
        "The default lets a newcomer try a hand-over at any hour.",
    )
    desk_country: Annotated[str, AfterValidator(_country)] = Field(
        "NO",
        description="Country whose public holidays `PH` in the desk's hours means.",
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        "Europe/Oslo",
        description="Time zone of the desk's hours and of dates shown to staff.",
    )
    handoff_timeout: Seconds = Field(
        300, description="How long a customer waits for a person before a fallback."
    )

    turn_deadline: Seconds = Field(8, description="How long Rasa may take for one answer before a fallback.")
    turn_parallel: Count = Field(
        2,
        description="Turns in flight at each Rasa process: one computes while another waits for its action.",
    )
    session_turns: Count = Field(
        50, description="Turns after which Rasa gets a fresh session; facts are carried over."
    )
    session_idle: Seconds = Field(1800, description="Silence after which Rasa gets a fresh session.")
    idle_close: Seconds = Field(
        86400, description="Silence after which a conversation is closed; the next message opens a new one."
    )
    sweep_seconds: Seconds = Field(
        5, description="How often unanswered messages and due deliveries are looked for."
    )

    message_limit: Annotated[int, Field(ge=1, le=2000, json_schema_extra={"unit": "characters"})] = Field(
        2000,
        description="Longest message a customer may send; the engine takes no more than 2,000.",
    )
    messages_per_minute: Count = Field(30, description="Messages one session may send in a minute.")
    sessions_per_minute: Count = Field(20, description="New sessions one address may open in a minute.")
    connections_per_minute: Count = Field(120, description="Connections one address may open in a minute.")

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        description="Least serious line to log. Customers' words are never logged at info or above.",
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="Lines for people, or JSON for machines."
    )

    @model_validator(mode="after")
    def _ports_differ(self) -> "Settings":
        if len({self.port, self.rasa_port, self.actions_port}) < 3:
            raise ValueError("SHOPDESK_PORT, SHOPDESK_RASA_PORT and SHOPDESK_ACTIONS_PORT must all differ")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def variable(field: str) -> str:
    return PREFIX + field.upper()


def load_settings() -> Settings:
    """Read the environment, or raise `BadSettings` with all faults in one message."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors() if fault["type"] != "default_factory_not_called"]
        raise BadSettings("Settings to mend:\n" + "\n".join(faults)) from None


def _fault(fault: Mapping[str, Any]) -> str:
    wrong = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if not fault["loc"]:
        return f"  {wrong}."
    field = str(fault["loc"][0])
    about = Settings.model_fields[field]
    secret = "SecretStr" in str(about.annotation) or field == "database_url"  # it may hold a password
    given = ":" if secret else f" is {fault['input']!r}:"
    return f"  {variable(field)}{given} {wrong}.\n      {about.description} See docs/settings.md."


def unknown_variables(environment: Iterable[str] | None = None) -> dict[str, str | None]:
    """Variables with our prefix that no program reads, each with the setting it probably means."""
    known = {variable(field) for field in Settings.model_fields} | ELSEWHERE
    strangers = {name for name in environment or os.environ if name.startswith(PREFIX)} - known
    return {
        name: next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.75)), None)
        for name in sorted(strangers)
    }


def signing_secret(settings: Settings) -> str:
    """The configured secret, or the one kept in the var folder, made once for its owner's eyes only."""
    if settings.secret:
        return settings.secret.get_secret_value()
    kept = settings.var / "secret"
    if not kept.exists():
        settings.var.mkdir(parents=True, exist_ok=True)
        _write_once(kept, secrets.token_urlsafe(48))
    return kept.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    # Whole or not at all, and the first of two processes wins.
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
