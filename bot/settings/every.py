"""Every setting: its variable, type, default, unit and meaning."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings.kinds import (
    IMAP_URL,
    SMTP_URL,
    Count,
    Country,
    DatabaseUrl,
    Days,
    Folder,
    MailAddress,
    Networks,
    OpeningTimes,
    Origins,
    Port,
    Seconds,
    Timezone,
    Url,
    Urls,
    at_least,
    prefixed,
    shaped,
)

PREFIX = "SHOPDESK_"


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
    var: Folder = Field(
        Path("var"),
        validate_default=True,
        description="Folder of everything written while running: databases, logs. "
        "Relative to the project's folder.",
    )
    database_url: DatabaseUrl = Field(
        default_factory=lambda known: f"sqlite:///{known['var']}/shopdesk.db",
        description="The conversation log: SQLite, or `postgresql://user:password@host/name`. "
        "By default a file in `SHOPDESK_VAR`.",
    )
    secret: Annotated[SecretStr, at_least(32)] | None = Field(
        None,
        description="Signs session tokens and desk badges. When unset, made once and kept in `secret` "
        "in `SHOPDESK_VAR`; several gateways need the same.",
    )
    evidence_key: Annotated[SecretStr, at_least(32)] | None = Field(
        None,
        description="Signs the checkpoints of the log. When unset, made once and kept in `evidence-key` "
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

    desk_password: Annotated[SecretStr, at_least(10)] | None = Field(
        None,
        description="Opens the web desk from other machines. When unset, the desk answers on loopback only.",
    )
    desk_hours: OpeningTimes = Field(
        "24/7",
        description="When people answer, in OpenStreetMap's opening_hours notation. "
        "The default lets a newcomer try a hand-over at any hour.",
    )
    desk_country: Country = Field(
        "NO",
        description="Country whose public holidays `PH` in the desk's hours means.",
    )
    timezone: Timezone = Field(
        "Europe/Oslo",
        description="Time zone of the desk's hours and of dates shown to staff.",
    )
    handoff_timeout: Seconds = Field(
        300, description="How long a customer waits for a person before a fallback."
    )

    alert_every: Seconds = Field(
        120, description="How often staff are reminded of a hand-over that nobody has taken."
    )
    answer_target: Seconds = Field(
        300,
        description="How soon a customer who waits for people is to be answered. What nobody has taken is "
        "escalated when four fifths of it have passed, what somebody has when it is over.",
    )

    telegram_token: Annotated[SecretStr, shaped(r"\d+:[\w-]{20,}", "123456:ABC… from @BotFather")] | None = (
        Field(None, description="Token of the Telegram bot, from @BotFather. When unset, Telegram is off.")
    )
    telegram_webhook: Url | None = Field(
        None,
        description="Public https address that Telegram posts updates to, ending in `/telegram`. "
        "When unset, updates are fetched by long polling.",
    )
    telegram_api: Url = Field(
        "https://api.telegram.org", description="The Bot API; another one for a server of your own."
    )
    smtp_url: Annotated[SecretStr, shaped(SMTP_URL, "smtps://user:password@mail.shop.example")] | None = (
        Field(
            None,
            description="Mail server that takes the shop's letters: `smtps://user:password@host`, or `smtp://` with "
            "STARTTLS. When unset, e-mail is off.",
        )
    )
    imap_url: Annotated[SecretStr, shaped(IMAP_URL, "imaps://user:password@mail.shop.example")] | None = (
        Field(
            None,
            description="Mailbox where answers arrive: `imaps://user:password@host/folder`, or `imap://` and STARTTLS. "
            "The folder is INBOX by default. Shopdesk marks what it has taken as read: give it a mailbox of its own.",
        )
    )
    mail_from: MailAddress | None = Field(
        None,
        description="Who letters are from, such as `The Shop <help@shop.example>`: the address of the mailbox.",
    )
    mail_pause: Seconds = Field(
        60,
        description="How long an agent's line waits for others to go in the same letter. Who is on the page when "
        "it ends gets none.",
    )
    slack_bot_token: Annotated[SecretStr, prefixed("xoxb-")] | None = Field(
        None, description="Token of the Slack app's bot. When unset, Slack is off."
    )
    slack_app_token: Annotated[SecretStr, prefixed("xapp-")] | None = Field(
        None, description="App-level token for Socket Mode, which needs no public address."
    )
    slack_signing_secret: Annotated[SecretStr, at_least(16)] | None = Field(
        None,
        description="Checks what Slack posts to `/slack`, in place of Socket Mode; used when there is no app token.",
    )
    slack_api: Url = Field("https://slack.com/api", description="Slack's Web API.")
    slack_channel: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,80}$")] = Field(
        "shopdesk",
        description="Slack channel of the desk, by name; made when it does not exist. "
        "`data/desk/routing.yml` can name more.",
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
    ratings: bool = Field(True, description="Ask customers how it went, at most once a day each.")
    rating_idle: Annotated[float, Field(gt=0, lt=3600, json_schema_extra={"unit": "s"})] = Field(
        600, description="Silence after which a customer whom the assistant helped is asked how it went."
    )
    sweep_seconds: Seconds = Field(
        5, description="How often unanswered messages and due deliveries are looked for."
    )

    keep_anonymous_days: Days = Field(
        30, description="How long a closed conversation is kept before its words are erased."
    )
    keep_identified_days: Days = Field(
        90, description="The same where the customer gave a proof or left a contact."
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

    @model_validator(mode="after")
    def _slack_is_whole(self) -> "Settings":
        if self.slack_bot_token and not (self.slack_app_token or self.slack_signing_secret):
            raise ValueError(
                "SHOPDESK_SLACK_BOT_TOKEN needs SHOPDESK_SLACK_APP_TOKEN (Socket Mode) "
                "or SHOPDESK_SLACK_SIGNING_SECRET (HTTP) beside it"
            )
        if self.slack_app_token and not self.slack_bot_token:
            raise ValueError("SHOPDESK_SLACK_APP_TOKEN needs SHOPDESK_SLACK_BOT_TOKEN beside it")
        return self

    @model_validator(mode="after")
    def _mail_is_whole(self) -> "Settings":
        given = (self.smtp_url, self.imap_url, self.mail_from)
        if any(given) and not all(given):
            raise ValueError(
                "E-mail needs SHOPDESK_SMTP_URL, SHOPDESK_IMAP_URL and SHOPDESK_MAIL_FROM together"
            )
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
