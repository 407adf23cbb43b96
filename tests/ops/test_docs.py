"""The documents say what the code does."""

import re
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from starlette.routing import BaseRoute, Mount

from bot.__main__ import shopdesk
from bot.app import open_gateway
from bot.settings import ROOT, Settings
from tests.ops.documents import HEAD, PAGES, links, settings_rows

README = (ROOT / "README.md").read_text()
# Words of the design that a reader of the glossary must find.
WORDS = {
    "agent", "claim", "conversation", "customer", "decision", "delivery", "desk", "entity", "errand", "fallback",
    "gateway", "hand back", "hand-off", "handling", "intake", "intent", "lane", "log", "move", "outcome", "parse",
    "policy", "proof", "queue", "session", "slot", "sweep", "turn", "widget",
}  # fmt: skip


def commands(group: click.Command, path: str = "shopdesk") -> list[str]:
    if not isinstance(group, click.Group):
        return [path]
    context = click.Context(group)
    return [
        leaf
        for name in group.list_commands(context)
        for leaf in commands(group.get_command(context, name), f"{path} {name}")
    ]


def test_the_table_of_settings_is_the_codes() -> None:
    table = HEAD + "\n" + "\n".join(settings_rows()) + "\n"

    assert table in (ROOT / "docs/settings.md").read_text(), f"docs/settings.md must hold:\n{table}"


def test_every_make_target_is_in_the_readme_and_in_its_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    explained = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)

    assert set(explained) == {"run", "test", "check", "train", "bench", "help"}
    assert [name for name in explained if f"`make {name}`" not in README] == []


def test_every_command_is_in_the_readme() -> None:
    assert [command for command in commands(shopdesk) if f".venv/bin/{command}" not in README] == []


def addresses(routes: Sequence[BaseRoute], below: str = "") -> list[str]:
    found: list[str] = []
    for route in routes:
        found += (
            addresses(route.routes, below + route.path) if isinstance(route, Mount) else [below + route.path]
        )
    return found


async def test_every_endpoint_is_documented(tmp_path: Path) -> None:
    pages = "".join(page.read_text() for page in PAGES)

    async with open_gateway(Settings(var=tmp_path)) as gateway:
        served = {re.sub(r"^/(desk|report)/.*", r"/\1", address) for address in addresses(gateway.web.routes)}

    assert {"/health/ready", "/widget/socket", "/desk"} <= served
    assert sorted(address for address in served if f"`{address}`" not in pages) == []


def test_the_readme_starts_with_the_two_commands_and_a_picture() -> None:
    first_screen = "\n".join(README.splitlines()[:25])

    assert (
        first_screen.index("make run")
        < first_screen.index("make test")
        < first_screen.index("docs/images/shop.png")
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page) -> None:
    assert [target for target, path in links(page) if not path.exists()] == []


def test_the_glossary_has_the_words_of_the_design() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text()
    explained = {
        word.strip()
        for row in re.findall(r"^\| ([^|]+) \|", glossary, re.MULTILINE)
        for word in row.split(",")
    }

    assert explained >= WORDS


def test_a_word_is_explained_once() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE)
    explained = [row for row in rows if row not in ("word", "---")]

    assert len(explained) == len(set(explained))
