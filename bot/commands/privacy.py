"""`shopdesk privacy`: all that is kept of a person, handed out or erased."""

import base64
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import aiohttp
import click
from pydantic_core import to_json

from bot.commands.open_log import with_store
from bot.conversations.erasing import Eraser
from bot.conversations.errors import ChannelBusy
from bot.conversations.evidence_keys import EvidenceKey
from bot.dialogue.memory import RasaMemory
from bot.settings import evidence_secret, load_settings
from bot.storage.people import Person
from bot.storage.store import SqlStore


@click.group()
def privacy() -> None:
    """All that is kept of a PERSON: a conversation's number, or an address such as telegram:123456789."""


@privacy.command()
@click.argument("named", metavar="PERSON")
def export(named: str) -> None:
    """Write a JSON object to standard output: log, files, what Rasa remembers, where Slack shows it."""
    with_store(lambda store: _export(store, named))


@privacy.command()
@click.argument("named", metavar="PERSON")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(named: str, yes: bool) -> None:
    """Erase all conversations of PERSON for good. Copies at Rasa and in Slack follow while the gateway runs."""
    with_store(lambda store: _erase(store, named, sure=yes))


async def _export(store: SqlStore, named: str) -> None:
    person = await _found(store, named)
    belongings = await store.belongings(person)
    contents = {row["key"]: await _content(store, row["key"]) for row in belongings.files}
    remembered = await _remembered(person.conversations)
    click.echo(
        to_json({"person": person, **_fields(belongings), "contents": contents, "sessions": remembered})
    )


def _fields(belongings: Any) -> Mapping[str, Any]:
    return {name: getattr(belongings, name) for name in belongings.__slots__}


async def _content(store: SqlStore, key: str) -> str | None:
    """In base64."""
    found = await store.file(key)
    return base64.b64encode(found[1]).decode() if found and found[1] is not None else None


async def _remembered(conversations: Sequence[int]) -> Mapping[str, Sequence[Any]]:
    async with aiohttp.ClientSession() as client:
        memory = RasaMemory(load_settings().rasa_urls, client)
        sessions: dict[str, Sequence[Any]] = {}
        try:
            for number in conversations:
                sessions |= await memory.recall(number)
        except ChannelBusy:
            raise click.ClickException(
                "Rasa does not answer, so what it remembers cannot be read: start it with `shopdesk run`."
            ) from None
        return sessions


async def _erase(store: SqlStore, named: str, *, sure: bool) -> None:
    person = await _found(store, named)
    numbers = ", ".join(map(str, person.conversations)) or "none"
    click.echo(f"Addresses: {', '.join(':'.join(place) for place in sorted(person.addresses))}")
    click.echo(f"Conversations: {numbers}")
    if not sure:
        click.confirm("Erase them for good?", abort=True, err=True)
    eraser = Eraser(store, EvidenceKey(evidence_secret(load_settings())), lambda: datetime.now(UTC))
    for number in person.conversations:
        await eraser.erase(number, "asked")
    await store.purge()
    click.echo(
        "Erased. What Rasa remembers and the copies in Slack are deleted by the running gateway; "
        "what staff typed in Slack themselves only they or an owner of the workspace can delete."
    )
    if load_settings().database_url.startswith("postgresql"):
        sys.stderr.write("PostgreSQL keeps old versions of rows until its next vacuum.\n")


async def _found(store: SqlStore, named: str) -> Person:
    person = await store.person(named)
    if not person.conversations:
        raise click.ClickException(
            f"Nothing is kept of {named!r}. A person is a conversation's number or channel:address."
        )
    return person
