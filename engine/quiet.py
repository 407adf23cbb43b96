"""Keeps the libraries under Rasa quiet, offline and out of the home folder."""

from __future__ import annotations

import logging
import os
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

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("engine").setLevel(level.upper())
    # What fails in there reaches us as an exception and is logged once, without text.
    for name in ("rasa.core", "rasa.shared.core", "sanic", "sanic.error", "apscheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        cache_logger_on_first_use=True,
    )
