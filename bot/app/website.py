"""What the gateway serves to browsers: the widget, its files, the demo shop, the web desk, health."""

from collections.abc import Mapping

from starlette.routing import BaseRoute

from bot.app.core import Core, now
from bot.channels.file_links import FileLinks
from bot.channels.rate_limits import RateLimit
from bot.channels.widget import Widget, WidgetLimits
from bot.channels.widget_metrics import WidgetMetrics
from bot.channels.widget_session import Elsewhere
from bot.channels.widget_tokens import Tokens
from bot.desk.badges import Badges
from bot.desk.door import Door
from bot.desk.links import OneTimeLinks
from bot.insight.report import Report
from bot.settings import Settings, signing_secret
from bot.web import desk as web_desk
from bot.web.app import demo_routes, widget_routes
from bot.web.clients import Clients
from bot.web.health import Check, health_routes
from bot.web.report import report_routes
from bot.web.shared_files import files_route
from bot.web.transcripts import transcript_route

TRANSCRIPTS_PER_MINUTE = 10  # by network address


def shop_routes(settings: Settings, core: Core, elsewhere: Elsewhere | None) -> list[BaseRoute]:
    """For shoppers."""
    files = FileLinks(signing_secret(settings))
    tokens = Tokens([signing_secret(settings)])
    widget = Widget(
        intake=core.intake,
        log=core.store,
        wording=core.texts,
        live=core.live,
        tokens=tokens,
        limits=WidgetLimits(
            messages=RateLimit(settings.messages_per_minute),
            connections=RateLimit(settings.connections_per_minute),
            sessions=RateLimit(settings.sessions_per_minute),
        ),
        metrics=WidgetMetrics(core.metrics.registry),
        elsewhere=elsewhere,
        file_link=files.path,
    )
    pages = demo_routes() if settings.demo_page else []
    clients = Clients(settings.trusted_proxies)
    return [
        *widget_routes(widget, clients, settings.allowed_origins),
        transcript_route(core.transcripts, tokens, clients, RateLimit(TRANSCRIPTS_PER_MINUTE)),
        files_route(files, core.store),
        *pages,
    ]


def staff_routes(settings: Settings, core: Core, links: OneTimeLinks, report: Report) -> list[BaseRoute]:
    """The web desk, and the report behind the same door."""
    password = settings.desk_password.get_secret_value() if settings.desk_password else None
    clients, door = Clients(settings.trusted_proxies), Door(password, now)
    badges = Badges(signing_secret(settings), password)
    desk = web_desk.routes(
        desk=core.desk,
        store=core.store,
        live=core.live,
        clock=now,
        clients=clients,
        links=links,
        badges=badges,
        door=door,
        shop_page="/" if settings.demo_page else None,
    )
    return [*desk, *report_routes(report, now, badges, door, clients)]


def operators_routes(settings: Settings, core: Core, checks: Mapping[str, Check]) -> list[BaseRoute]:
    """Health and figures."""
    return health_routes(checks, core.metrics.registry, Clients(settings.trusted_proxies))
