"""Trains the model, once for each set of inputs."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path

from engine.fingerprint import fingerprint
from engine.quiet import set_logging
from engine.training_report import write_report

KEPT = 3
DATA = ("data/nlu", "data/rules", "data/stories")


# Raised for every domain without the slot settings of Rasa 2, so for ours.
# The second is said although Rules is one.
NOT_NEWS = ("Slot auto-fill has been removed", "'RulePolicy' is not included")


class TrainingFailed(Exception):
    """The inputs do not make a model; the message says what to mend."""


def train(project: Path) -> Path:
    """Returns the model file, existing or new; raises TrainingFailed."""
    models = project / "models"
    model = models / f"{fingerprint(project)}.tar.gz"
    if model.exists():
        os.utime(model)
        _say(f"The model is up to date: {model.relative_to(project)}")
        return model
    began = time.monotonic()
    _say("Training a model for new inputs …")
    models.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".training-", dir=models) as folder:
        trained = _train(project, Path(folder))
        trained.replace(model)
    page = write_report(model, project / "config.yml")
    _forget_old(models)
    took = time.monotonic() - began
    _say(f"Trained {model.relative_to(project)} in {took:.0f} s.")
    if page:
        _say(f"How far its confidence can be trusted: {page.relative_to(project)}")
    return model


def _train(project: Path, output: Path) -> Path:
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # ours is the fingerprint; Rasa's misses changed code
    if not (project / "domain.yml").exists():
        raise TrainingFailed("There is no domain.yml here. Run this from the project's root.")
    data = [str(project / name) for name in DATA if (project / name).exists()]
    with _reported():
        from rasa.model_training import train as rasa_train  # noqa: PLC0415 - seconds

        from engine.domain import use_json  # noqa: PLC0415 - imports Rasa too
        from engine.training_checks import check  # noqa: PLC0415
        from engine.yaml_files import read_fast  # noqa: PLC0415

        set_logging("info")
        use_json()
        read_fast()
        _say("  reading the data")
        check(project / "config.yml", project / "domain.yml", data)
        result = rasa_train(
            domain=str(project / "domain.yml"),
            config=str(project / "config.yml"),
            training_files=data,
            output=str(output),
            fixed_model_name="model",
            force_training=True,
        )
    if result.model is None:
        raise TrainingFailed("There are no examples or rules to learn from.")
    return Path(result.model)


@contextlib.contextmanager
def _reported() -> Iterator[None]:
    """Shows progress and Rasa's warnings in our words; every failure becomes TrainingFailed."""
    said = io.StringIO()
    with warnings.catch_warnings(record=True) as caught, _progress():
        warnings.simplefilter("always")
        try:
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                yield
        except SystemExit as failure:
            raise TrainingFailed(said.getvalue().strip()) from failure
        except TrainingFailed:
            raise
        except Exception as failure:
            if os.environ.get("SHOPDESK_LOG_LEVEL", "").lower() == "debug":
                traceback.print_exc()
            raise TrainingFailed(str(failure) or type(failure).__name__) from failure
        finally:
            _show(caught)


def _show(caught: list[warnings.WarningMessage]) -> None:
    texts = [str(w.message) for w in caught if w.category is UserWarning and "rasa" in w.filename]
    for text in dict.fromkeys(text for text in texts if not text.startswith(NOT_NEWS)):
        _say(f"  warning: {text}")


@contextlib.contextmanager
def _progress() -> Iterator[None]:
    handler = _Progress()
    logger = logging.getLogger("rasa.engine.training.hooks")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)


class _Progress(logging.Handler):
    """One line a component."""

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if text.startswith("Starting to train"):
            _say(f"  training {text.split(chr(39))[1]}")


def _say(text: str) -> None:
    print(text, file=sys.__stdout__, flush=True)  # Rasa's own prints are caught


def _forget_old(models: Path) -> None:
    newest = sorted(models.glob("*.tar.gz"), key=lambda m: m.stat().st_mtime, reverse=True)
    for model in newest[KEPT:]:
        model.unlink(missing_ok=True)
        model.with_name(model.name.removesuffix(".tar.gz") + ".html").unlink(missing_ok=True)
    for folder in models.glob(".training-*"):
        if time.time() - folder.stat().st_mtime > 3600:  # left by a killed run
            shutil.rmtree(folder, ignore_errors=True)
