"""The kinds of values that settings take, each checked as it is read."""

import ipaddress
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

from opening_hours import OpeningHours, validate
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

ROOT = Path(__file__).resolve().parents[2]  # the project's folder


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


def at_least(characters: int) -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < characters:
            raise ValueError(f"shorter than {characters} characters")
        return value

    return AfterValidator(check)


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return value


def _mail_address(value: str) -> str:
    _, address = parseaddr(value)
    plain = value.isprintable() and re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]+", address, re.ASCII)
    if not plain:
        raise ValueError(f"{value!r} is not an address such as 'The Shop <help@shop.example>'")
    return value


_AT_SERVER = r"://([^\s/@:]+:[^\s/@]*@)?[^\s/:@]+(:\d{1,5})?"
SMTP_URL = rf"smtps?{_AT_SERVER}/?"
IMAP_URL = rf"imaps?{_AT_SERVER}(/[^\s]*)?"

Port = Annotated[int, Field(ge=1, le=65535)]
Url = Annotated[str, AfterValidator(_http_url)]
Listed = (NoDecode, BeforeValidator(_split))
Urls = Annotated[tuple[Url, ...], *Listed]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], *Listed]
Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], *Listed]
Seconds = Annotated[float, Field(gt=0, json_schema_extra={"unit": "s"})]
Days = Annotated[float, Field(gt=0, json_schema_extra={"unit": "days"})]
Count = Annotated[int, Field(ge=1)]
OpeningTimes = Annotated[str, AfterValidator(_opening_hours)]
Timezone = Annotated[str, AfterValidator(_timezone)]
Country = Annotated[str, AfterValidator(_country)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
Folder = Annotated[Path, AfterValidator(lambda path: ROOT / path)]


def prefixed(*beginnings: str) -> AfterValidator:
    """A token of the right sort, so that two cannot be mixed up."""

    def check(value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(beginnings):
            raise ValueError(f"does not begin with {' or '.join(beginnings)}")
        return value

    return AfterValidator(check)


def shaped(pattern: str, like: str) -> AfterValidator:
    """A token that could be one."""

    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError(f"does not look like {like}")
        return value

    return AfterValidator(check)
