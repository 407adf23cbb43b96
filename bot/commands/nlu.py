"""`shopdesk nlu`: how well the bot understands labelled messages, and how well its pipeline learns from others."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.commands import engines
from bot.commands.evaluation import (
    BadRow,
    Behaviour,
    Row,
    Score,
    Understood,
    behaviour,
    confusions,
    read_rows,
    score,
    scores_by,
)
from bot.commands.programs import ENGINE_PYTHON, child_environment
from bot.settings import ROOT, Settings, load_settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
console = Console(highlight=False)


@click.group()
def nlu() -> None:
    """What the bot understands."""


@nlu.command()
@click.argument("file", type=FILE)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a prediction a line here."
)
def evaluate(file: Path, out: Path | None) -> None:
    """Score the bot on FILE: a JSON object a line, with id, text, intent and perhaps alt, lang, origin."""
    try:
        rows = read_rows(file)
    except BadRow as error:
        raise click.ClickException(str(error)) from None
    results = _understand(load_settings(), rows)
    if out:
        out.write_text("".join(one.as_line() + "\n" for one in results), encoding="utf-8")
    _report(results)


@nlu.command()
@click.argument("train", type=FILE)
@click.argument("test", type=FILE)
@click.option("--none", default=None, help="The label in TEST of messages that no intent fits.")
def benchmark(train: Path, test: Path, none: str | None) -> None:
    """Train the pipeline of config.yml on TRAIN alone and score it on TEST: rows {"text", "intent"}.

    Prints one line of JSON; nothing of the shop's own examples or names takes part.
    """
    if not ENGINE_PYTHON.exists():
        raise click.ClickException("Rasa's environment is not there. Make it: make engine")
    label = ["--none", none] if none else []
    command: list[str | Path] = [
        ENGINE_PYTHON,
        "-m",
        "engine.benchmark",
        train.resolve(),
        test.resolve(),
        *label,
    ]
    environment = child_environment(load_settings())
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise click.ClickException("The benchmark could not be run; the reason is above.")


def _understand(settings: Settings, rows: list[Row]) -> list[Understood]:
    results: list[Understood] = []
    with engines.engine(settings) as url:
        starts = range(0, len(rows), engines.AT_ONCE)
        for start in track(starts, "Asking", console=Console(stderr=True), transient=True):
            batch = rows[start : start + engines.AT_ONCE]
            parses = engines.parse(url, [row.text for row in batch])
            results += [Understood(row, parse) for row, parse in zip(batch, parses, strict=True)]
    return results


def _report(results: list[Understood]) -> None:
    for field in ("origin", "lang", "intent"):
        groups = scores_by(results, field)
        if len(groups) > 1:
            console.print(_scores(field, groups))
    console.print(_scores("in all", {"messages": score(results)}))
    console.print(_behaviour(behaviour(results)))
    table = Table("meant", "understood as", "times", title="What is mixed up most")
    for (meant, understood), times in confusions(results)[:15]:
        table.add_row(meant, understood, str(times))
    console.print(table)


def _scores(title: str, groups: Mapping[str, Score]) -> Table:
    table = Table(title, "messages", "strict", "lenient", "among the first three", "answered, wrong")
    for name, one in groups.items():
        table.add_row(
            name,
            str(one.count),
            f"{one.strict:.1%}",
            f"{one.lenient:.1%}",
            f"{one.offered:.1%}",
            f"{one.wrong:.1%}",
        )
    return table


def _behaviour(seen: Behaviour) -> Table:
    table = Table(
        "what the customer gets", "right", "wrong", title="Coverage and wrong answers, share of all messages"
    )
    table.add_row("an answer", f"{seen.answered_right:.1%}", f"{seen.answered_wrong:.1%}")
    table.add_row(
        "a choice of readings", f"{seen.asked_with_the_right_choice:.1%}", f"{seen.asked_without:.1%}"
    )
    table.add_row("“I cannot help with that”", f"{seen.rejected_right:.1%}", f"{seen.rejected_wrong:.1%}")
    return table
