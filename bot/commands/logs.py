"""Structured log lines: one configuration for our own and the libraries' loggers, on standard error."""

import logging
import sys
from collections.abc import Mapping
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor

from bot.conversations.trace import CONVERSATION
from bot.privacy.mask import mask

# Chatty at info, or they would show what customers wrote at debug.
QUIET = (
    "httpx",
    "httpcore",
    "alembic",
    "asyncio",
    "websockets",
    "telegram",
    "slack_bolt",
)


def _conversation(_: Any, __: str, event: EventDict) -> EventDict:
    number = CONVERSATION.get()
    return event if number is None else {"conversation": number, **event}


OURS = frozenset({"timestamp", "level", "logger"})  # never anybody's words


def _masked(_: Any, __: str, event: EventDict) -> EventDict:
    """The last line of defence: nobody should log what customers write, yet a library's error may quote it."""
    return {name: value if name in OURS else _without_personal_data(value) for name, value in event.items()}


def _without_personal_data(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {_without_personal_data(name): _without_personal_data(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_without_personal_data(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else mask(str(value))


SHARED: tuple[Processor, ...] = (
    _conversation,
    structlog.stdlib.ExtraAdder(),
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
)


def configure_logs(level: str, style: Literal["console", "json"]) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )  # fmt: skip
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(style)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _rendering(style: Literal["console", "json"]) -> list[Processor]:
    # No local variables in tracebacks: they hold what customers wrote.
    if style == "json":
        tracebacks = structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        return [tracebacks, _masked, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [
        structlog.processors.format_exc_info,  # as text, so that it is masked as well
        _masked,
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),
    ]
