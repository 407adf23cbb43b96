"""Loads the model and answers on 127.0.0.1 until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
import time
from pathlib import Path

from rasa.core.channels.channel import register
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.run import create_http_input_channels
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from engine.action_server import ActionServer
from engine.processor import TurnProcessor
from engine.trackers import SqliteTrackers
from engine.turns import Turns

HOST = "127.0.0.1"
BODY_LIMIT = 4_000_000  # bytes: 256 texts of 2,000 characters, escaped, fit
log = logging.getLogger("engine.server")


class PortTaken(Exception):
    """Another program listens there."""


def serve(project: Path, model: Path, port: int, began: float) -> None:
    """Ends the process at SIGTERM or SIGINT; raises PortTaken. 'began' is when the process started."""
    _check_free(port)
    log.debug("imports took %.1f s", time.monotonic() - began)
    app = _app(project, model, began)
    app.run(host=HOST, port=port, access_log=False, debug=False, motd=False)
    logging.shutdown()
    # All is closed; taking TensorFlow's modules apart one by one would cost five seconds more.
    os._exit(0 if app.ctx.turns is not None else 1)


def _app(project: Path, model: Path, began: float) -> Sanic:
    app = Sanic("shopdesk", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = BODY_LIMIT
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 8
    app.ctx.turns, app.ctx.model = None, model.name.removesuffix(".tar.gz")
    channels = create_http_input_channels(None, str(project / "credentials.yml"))
    register(channels, app, route="/webhooks/")

    async def load(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
        # In a task, so that /health can say 503 meanwhile.
        app.add_task(_load(app, project, model, began))

    app.register_listener(load, "after_server_start")
    app.register_listener(_close, "after_server_stop")
    return app


async def _close(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
    if app.ctx.turns is not None:
        await app.ctx.actions.close()
        app.ctx.trackers.close()


async def _load(app: Sanic, project: Path, model: Path, began: float) -> None:
    loop = asyncio.get_running_loop()
    loading = time.monotonic()
    endpoints = AvailableEndpoints.read_endpoints(str(project / "endpoints.yml"))
    try:
        turns, trackers, actions = await loop.run_in_executor(None, load_turns, endpoints, model)
        log.debug("model load took %.1f s", time.monotonic() - loading)
        await turns.read(["hello"])  # the first parse fills caches that all others use
    except Exception:
        log.exception("the model %s cannot be loaded", app.ctx.model)
        app.stop()
        return
    # What is loaded stays: the collector need not walk through it in the middle of a turn.
    gc.enable()
    gc.freeze()
    app.ctx.turns, app.ctx.trackers, app.ctx.actions = turns, trackers, actions
    log.info("ready with model %s after %.1f s", app.ctx.model, time.monotonic() - began)


def load_turns(endpoints: AvailableEndpoints, model: Path) -> tuple[Turns, SqliteTrackers, ActionServer]:
    """Puts Rasa's parts together without its fail-safe store, which hides database errors."""
    trackers = TrackerStore.create(endpoints.tracker_store)
    if not isinstance(trackers, SqliteTrackers):
        raise TypeError("endpoints.yml: tracker_store must be of type engine.trackers.SqliteTrackers")
    actions = ActionServer(endpoints.action.url, **endpoints.action.kwargs)
    processor = TurnProcessor(
        model_path=model,
        tracker_store=trackers,
        lock_store=InMemoryLockStore(),
        generator=NaturalLanguageGenerator.create(None, None),
        action_endpoint=actions,
    )
    trackers.domain = processor.domain
    processor.nlg = NaturalLanguageGenerator.create(None, processor.domain)
    return Turns(processor, trackers), trackers, actions


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} is taken. Stop the other program or set SHOPDESK_RASA_PORT."
            ) from error
