"""`shopdesk talk`: the assistant in the terminal, with what it understood, for those who write its words."""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import click
from rich.console import Console
from rich.markup import escape

from bot.commands import engines
from bot.conversations.answers import Answer, Question
from bot.conversations.errors import DialogueFailed
from bot.conversations.messages import Button
from bot.dialogue.rasa import RasaDialogue, RasaLimits
from bot.settings import load_settings

NEW = ":new"
console = Console(highlight=False, soft_wrap=True)


@click.command()
@click.option("--language", default="en", show_default=True, help="What the customer's device speaks.")
def talk(language: str) -> None:
    """Talk with the assistant as a customer would; the number of a button presses it."""
    with engines.assistant(load_settings()) as url:
        console.print(f"A number presses a button, {NEW} begins a new conversation, Ctrl-D ends.\n")
        asyncio.run(_talk(url, language))


async def _talk(url: str, language: str) -> None:
    numbers, conversations = itertools.count(1), itertools.count(1)
    session = f"{next(conversations)}.0"
    shown: Sequence[Button] = ()
    async with aiohttp.ClientSession() as client:
        dialogue = RasaDialogue([url], RasaLimits(deadline=30.0), client)
        while (said := await _heard()) is not None:
            if said == NEW:
                session, shown = f"{next(conversations)}.0", ()
                continue
            pressed = _pressed(said, shown)
            question = Question(
                session,
                next(numbers),
                "terminal",
                language,
                None if pressed else said,
                pressed.payload if pressed else None,
            )
            try:
                answer = await dialogue.ask(question)
            except DialogueFailed as error:
                console.print(f"[red]{escape(str(error))}[/]")
                continue
            language = answer.language or language
            shown = [button for reply in answer.replies for button in reply.buttons]
            _show(answer, language)


async def _heard() -> str | None:
    """The next line that is not empty; None at the end."""
    while True:
        try:
            said = await asyncio.to_thread(console.input, "[bold]> [/]")
        except (EOFError, KeyboardInterrupt):
            return None
        if said.strip():
            return said.strip()


def _pressed(said: str, shown: Sequence[Button]) -> Button | None:
    number = int(said) if said.isdecimal() and len(said) < 3 else 0
    return shown[number - 1] if 1 <= number <= len(shown) else None


def _show(answer: Answer, language: str) -> None:
    console.print(f"  [dim]{escape(understood(answer.parse, language))}[/]")
    numbers = itertools.count(1)
    for reply in answer.replies:
        console.print(f"  {escape(reply.text)}")
        for button in reply.buttons:
            console.print(f"    [cyan]{next(numbers)}[/] {escape(button.title)}")
    for source in answer.sources:
        console.print(f"  [dim]by {escape(source.rule)} ({escape(source.where)})[/]")
    for outcome in answer.outcomes:
        console.print(f"  [dim]{escape(outcome.topic)}: {escape(outcome.outcome)}[/]")
    if answer.handoff:
        slots = ", ".join(f"{name} {value}" for name, value in answer.handoff.slots.items())
        card = f"to a person: {answer.handoff.reason}, {answer.handoff.topic or 'no topic'}; {slots}"
        console.print(f"  [yellow]{escape(card)}[/]")
    console.print()


def understood(parse: Mapping[str, Any], language: str) -> str:
    """On one line: the decision, the intents with their confidence, the values, the language."""
    ranking = parse.get("ranking") or [parse.get("intent") or {"name": "nothing", "confidence": 0.0}]
    intents = ", ".join(f"{each['name']} {each['confidence']:.0%}" for each in ranking[:3])
    values = ", ".join(f"{each['entity']} {each['value']}" for each in parse.get("entities") or ())
    return " · ".join(part for part in (str(parse.get("decision")), intents, values, language) if part)
