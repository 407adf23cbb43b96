"""The engine's commands: train, serve, test, fingerprint."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from pathlib import Path

from engine.fingerprint import fingerprint
from engine.nlu.catalogue import CatalogueBroken
from engine.quiet import set_environment, set_logging


def main() -> int:
    """Returns the exit code: 0 done, 1 cannot be done (the reason is on stderr)."""
    began = time.monotonic()
    parser = argparse.ArgumentParser(prog="python -m engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("train", help="train the model, unless one for these inputs exists")
    commands.add_parser("serve", help="answer turns on 127.0.0.1:$SHOPDESK_RASA_PORT")
    commands.add_parser("test", help="run tests/stories through the model")
    commands.add_parser("fingerprint", help="print the name that these inputs give the model")
    command = parser.parse_args().command
    project = Path.cwd()
    set_environment()
    try:
        if command == "fingerprint":
            sys.stdout.write(f"{fingerprint(project)}\n")
            return 0
        if command == "test":
            return _test(project)
        return _train(project) if command == "train" else _serve(project, began)
    except (CommandFailed, CatalogueBroken) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1


def _train(project: Path) -> int:
    from engine.training import TrainingFailed, train  # noqa: PLC0415 - Rasa takes seconds to import

    try:
        train(project)
    except TrainingFailed as failure:
        raise CommandFailed(f"Training failed.\n{failure}") from failure
    return 0


def _serve(project: Path, began: float) -> int:
    model = _model(project)
    gc.disable()  # until the model is loaded: nothing of it is garbage
    set_logging(os.environ.get("SHOPDESK_LOG_LEVEL", "info"))
    from engine.server import PortTaken, serve  # noqa: PLC0415 - Rasa takes seconds to import

    try:
        serve(project, model, _port(), began)
    except PortTaken as failure:
        raise CommandFailed(str(failure)) from failure
    return 0


def _test(project: Path) -> int:
    model = _model(project)
    set_logging("error")
    from engine.stories import report, run_stories  # noqa: PLC0415 - Rasa takes seconds to import
    from engine.yaml_files import read_fast  # noqa: PLC0415

    read_fast()
    text, enough = report(run_stories(project, model))
    sys.stdout.write(text)
    return 0 if enough else 1


def _model(project: Path) -> Path:
    model = project / "models" / f"{fingerprint(project)}.tar.gz"
    if not model.exists():
        raise CommandFailed(f"There is no {model}. Run: python -m engine train")
    return model


def _port() -> int:
    value = os.environ.get("SHOPDESK_RASA_PORT", "5005")
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise CommandFailed(f"SHOPDESK_RASA_PORT is {value!r}; it must be 1 to 65535.")
    return int(value)


class CommandFailed(Exception):
    """The command cannot be done; the message says why and what to do."""


if __name__ == "__main__":
    sys.exit(main())
