"""`shopdesk log verify`: whether the log is what was written."""

import re
from collections.abc import Sequence

import click

from bot.commands.open_log import with_store
from bot.conversations.evidence_keys import EvidenceKey, Witnesses
from bot.settings import evidence_secret, load_settings
from bot.storage.store import SqlStore
from bot.storage.verify import Verdict

SHOWN = 20


@click.command()
@click.option(
    "--public-key",
    "keys",
    multiple=True,
    metavar="HEX",
    help="Believe this key. May be given several times; without it, our own from the settings.",
)
@click.option("--holds", metavar="SIGNATURE", help="A checkpoint that was noted earlier must still be there.")
def verify(keys: Sequence[str], holds: str | None) -> None:
    """Check that nothing in the log was altered, taken out or moved; name the first line that was."""
    public = keys or (EvidenceKey(evidence_secret(load_settings())).public,)
    try:
        witnesses = Witnesses(public)
    except ValueError:
        raise click.UsageError("--public-key takes 64 hexadecimal digits.") from None
    with_store(lambda store: _verify(store, witnesses, public, holds))


async def _verify(store: SqlStore, witnesses: Witnesses, public: Sequence[str], holds: str | None) -> None:
    verdict = await store.verify(witnesses.signed)
    click.echo(
        f"{verdict.lines} lines in {verdict.conversations} conversations, {verdict.erased} of them erased; "
        f"{verdict.checkpoints} checkpoints, {verdict.unsigned} lines after them."
    )
    click.echo(f"Public key {', '.join(public)}\nLast checkpoint {verdict.last or 'none'}")
    wrong = [str(fault) for fault in verdict.faults]
    if holds and not _known(verdict, holds):
        wrong.insert(0, "the checkpoint given with --holds is not there: the end of the log was taken away")
    if wrong:
        more = f"\n… and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise click.ClickException("The log is not what was written.\n" + "\n".join(wrong[:SHOWN]) + more)
    click.echo("The log is what was written.")


def _known(verdict: Verdict, signature: str) -> bool:
    return re.sub(r"\s", "", signature).lower() in verdict.signatures
