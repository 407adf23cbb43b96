"""Trains the pipeline of config.yml on one file of labelled messages and scores it on another."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from engine.quiet import set_environment, set_logging

Json = dict[str, Any]
UNKNOWN = "NO_NODES_DETECTED"  # how the public shop benchmarks mark what no intent fits


def main() -> None:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m engine.benchmark", description=__doc__)
    parser.add_argument("train", type=Path, help='rows {"text", "intent"}')
    parser.add_argument("test", type=Path)
    parser.add_argument("--none", default=UNKNOWN, help="the label of messages that no intent fits")
    options = parser.parse_args()
    set_environment()
    set_logging("error")
    train, test = _rows(options.train), _rows(options.test)
    rankings = _rankings(Path("config.yml"), train, [row["text"] for row in test])
    sys.stdout.write(json.dumps(score(test, rankings, options.none)) + "\n")


def score(test: list[Json], rankings: list[list[Json]], none: str) -> Json:
    """Shares from 0 to 1. Of all thresholds the one is taken that makes most rows right, rejected ones included."""
    meant = [row["intent"] for row in test]
    best = [(ranking[0]["name"], float(ranking[0]["confidence"])) for ranking in rankings]
    inside = [guess[0] == wish for guess, wish in zip(best, meant, strict=True) if wish != none]
    thresholds = [0.0, *sorted({confidence for _, confidence in best})]
    shares = {limit: _overall(meant, best, limit, none) for limit in thresholds}
    threshold = max(shares, key=shares.__getitem__)
    return {
        "in_scope_accuracy": round(sum(inside) / max(1, len(inside)), 4),
        "in_scope_rows": len(inside),
        "best_overall_accuracy": round(shares[threshold], 4),
        "threshold": round(threshold, 4),
    }


def _overall(meant: list[str], best: list[tuple[str, float]], threshold: float, none: str) -> float:
    guesses = [intent if confidence > threshold else none for intent, confidence in best]
    return sum(guess == wish for guess, wish in zip(guesses, meant, strict=True)) / len(meant)


def _rankings(config: Path, train: list[Json], texts: list[str]) -> list[list[Json]]:
    """In a folder of its own: nothing of the shop's data, names or kept vectors takes part."""
    pipeline = yaml.safe_load(config.read_text("utf-8"))
    nlu = {key: pipeline[key] for key in ("recipe", "assistant_id", "language", "pipeline")}
    home = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        try:
            Path("config.yml").write_text(yaml.safe_dump({**nlu, "policies": []}), "utf-8")
            Path("nlu.yml").write_text(yaml.safe_dump(_training_data(train), allow_unicode=True), "utf-8")
            return _train_and_ask(texts)
        finally:
            os.chdir(home)


def _train_and_ask(texts: list[str]) -> list[list[Json]]:
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415 - Rasa takes seconds to import
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER  # noqa: PLC0415
    from rasa.model_training import train_nlu  # noqa: PLC0415
    from rasa.shared.core.trackers import DialogueStateTracker  # noqa: PLC0415

    from engine.graph import load  # noqa: PLC0415

    with contextlib.redirect_stdout(sys.stderr):  # Rasa tells where the model is
        model = train_nlu("config.yml", "nlu.yml", "models")
    metadata, runner = load(Path(str(model)))
    target = str(metadata.nlu_target)
    inputs = {
        PLACEHOLDER_MESSAGE: [UserMessage(text) for text in texts],
        PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("benchmark", [], []),
    }
    # The classifier's own ranking: what the shop's decision makes of it is of no interest here.
    return [message.get("intent_ranking") for message in runner.run(inputs, [target])[target]]


def _training_data(rows: list[Json]) -> Json:
    by_intent: dict[str, list[str]] = {}
    for row in rows:
        by_intent.setdefault(row["intent"], []).append(" ".join(row["text"].split()))
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in by_intent.items()
    ]
    return {"version": "3.1", "nlu": blocks}


def _rows(file: Path) -> list[Json]:
    return list(_read(file))


def _read(file: Path) -> Iterator[Json]:
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield {"text": str(row["text"]), "intent": str(row["intent"])}
        except (ValueError, KeyError, TypeError) as error:
            raise SystemExit(
                f'{file}, line {number}: a row is like {{"text": …, "intent": …}}: {error}'
            ) from error


if __name__ == "__main__":
    main()
