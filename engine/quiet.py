"""Keeps the libraries under Rasa quiet, offline and out of the home folder."""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from typing import Any

ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "OMP_NUM_THREADS": "1",
    "SHOPDESK_VAR": "var",
    "SHOPDESK_ACTIONS_URL": "http://127.0.0.1:5055",
}


# An e-mail address, or nine digits and more: a card, an account, a person's number or phone. An order's has five.
PERSONAL = re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+|\+?\d(?:[ .-]?\d){8,}")


class Hiding(logging.Formatter):
    """The last line of defence: nothing here logs what customers wrote, yet a library's error may quote it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = PERSONAL.sub("[hidden]", record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return PERSONAL.sub("[hidden]", super().formatException(ei))


def set_environment() -> None:
    """Must run before Rasa is imported: the libraries read these variables at import."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    # A filter would not do: several of the libraries set their own at import.
    warnings.showwarning = _unheard
    # TensorFlow imports jax when it is there, for a converter that nothing here uses (1 s).
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]


def _unheard(*_: Any, **__: Any) -> None:
    """Takes the place of printing a warning."""


def set_logging(level: str) -> None:
    """Only our own lines go below warning: Rasa's would show what customers wrote."""
    import structlog  # noqa: PLC0415 - after the environment is set

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Hiding("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[handler])
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("engine").setLevel(level.upper())
    # What fails in there reaches us as an exception and is logged once, without text.
    for name in ("rasa.core", "rasa.shared.core", "sanic", "sanic.error", "apscheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        cache_logger_on_first_use=True,
    )
