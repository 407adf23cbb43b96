"""What reading a message costs on one core, three pipelines side by side: `engine/.venv/bin/python -m bench.parse`."""

from __future__ import annotations

import contextlib
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from engine.lint import Example, read
from engine.quiet import set_environment, set_logging

Json = dict[str, Any]
Read = Callable[[str], object]
HELD_OUT = 15  # every so many-th example is measured with, and not learnt: no text is read twice
DENSE = "engine.nlu.dense.Dense"
# Words and letters alone, all of it Rasa's own.
STOCK = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 2, "max_ngram": 5},
    {"name": "LogisticRegressionClassifier"},
]


def main() -> None:
    """Trains the three on the English examples, then reads each text with all of them in turn."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    set_environment()
    set_logging("error")
    home, ours = Path.cwd(), yaml.safe_load(Path("config.yml").read_text("utf-8"))["pipeline"]
    english = [example for example in read(Path("data/nlu")) if example.language == "en"]
    texts = [example.text for example in english[::HELD_OUT]]
    learnt = [example for place, example in enumerate(english) if place % HELD_OUT]
    pipelines = {
        "Rasa's own sparse pipeline": STOCK,
        "ours without the encoder": [part for part in ours if part["name"] != DENSE],
        "ours": ours,
    }
    with tempfile.TemporaryDirectory() as folder, _within(Path(folder), home):
        readers = {name: _reader(pipeline, learnt) for name, pipeline in pipelines.items()}
        times = _measure(readers, texts)
    _show(times)


@contextlib.contextmanager
def _within(folder: Path, home: Path) -> Iterator[None]:
    """Our components look for their files from the project's root."""
    (folder / "data").symlink_to(home / "data")
    (folder / "models").mkdir()  # the kept vectors of all languages stay as they are
    for graph in (home / "models").glob("*.onnx"):
        (folder / "models" / graph.name).symlink_to(graph)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(home)


def _reader(pipeline: list[Json], examples: list[Example]) -> Read:
    from rasa.core.channels.channel import UserMessage  # noqa: PLC0415 - Rasa takes seconds to import
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER  # noqa: PLC0415
    from rasa.model_training import train_nlu  # noqa: PLC0415
    from rasa.shared.core.trackers import DialogueStateTracker  # noqa: PLC0415

    from engine.graph import load  # noqa: PLC0415

    config = {"recipe": "default.v1", "assistant_id": "parse", "language": "en", "policies": []}
    Path("config.yml").write_text(yaml.safe_dump({**config, "pipeline": pipeline}), "utf-8")
    Path("nlu.yml").write_text(yaml.safe_dump(_training_data(examples), allow_unicode=True), "utf-8")
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(sys.stderr):
        metadata, runner = load(Path(str(train_nlu("config.yml", "nlu.yml", folder))))
    target, nobody = str(metadata.nlu_target), DialogueStateTracker.from_events("parse", [], [])

    def parse(text: str) -> object:
        return runner.run(
            {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: nobody}, targets=[target]
        )

    return parse


def _training_data(examples: list[Example]) -> Json:
    by_intent: dict[str, list[str]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example.text)
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in by_intent.items()
    ]
    return {"version": "3.1", "nlu": blocks}


def _measure(readers: dict[str, Read], texts: list[str]) -> dict[str, list[float]]:
    """Milliseconds. Who comes first changes from text to text, so that noise falls on all alike."""
    times: dict[str, list[float]] = {name: [] for name in readers}
    for read_one in readers.values():
        read_one("warm up")
    orders = itertools.cycle(itertools.permutations(readers))
    for text, order in zip(texts, orders, strict=False):
        for name in order:
            began = time.perf_counter()
            readers[name](text)
            times[name].append((time.perf_counter() - began) * 1000)
    return times


def _show(times: dict[str, list[float]]) -> None:
    median = {name: statistics.median(each) for name, each in times.items()}
    sys.stdout.write(f"{len(times['ours'])} messages, one core, milliseconds a message\n")
    for name, each in times.items():
        late = statistics.quantiles(each, n=20)[-1]
        sys.stdout.write(
            f"{name:28} p50 {median[name]:6.2f}  p95 {late:6.2f}  ours is {median['ours'] / median[name]:.2f} times\n"
        )


if __name__ == "__main__":
    main()
