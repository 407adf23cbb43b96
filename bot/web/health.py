"""Health, readiness and metrics, for whoever runs the gateway."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.clients import Clients

Check = Callable[[], Awaitable[bool]]

CHECK_SECONDS = 2.0


def health_routes(
    checks: Mapping[str, Check],
    registry: CollectorRegistry,
    clients: Clients,
    *,
    public_metrics: bool = False,
) -> list[BaseRoute]:
    """`checks` are what must work before customers are let in: database, dialogue, actions."""

    async def live(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        names, outcomes = list(checks), await asyncio.gather(*map(_passes, checks.values()))
        ok = all(outcomes)
        told = {name: "ok" if passed else "failed" for name, passed in zip(names, outcomes, strict=True)}
        return JSONResponse({"status": "ok" if ok else "failed", "checks": told}, 200 if ok else 503)

    async def metrics(request: Request) -> Response:
        if not (public_metrics or clients.is_local(request)):
            return PlainTextResponse("Metrics are for this machine only.", 403)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/health/live", live), Route("/health/ready", ready), Route("/metrics", metrics)]


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except Exception:  # noqa: BLE001 - whatever keeps a check from passing is the answer
        return False
