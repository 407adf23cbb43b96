"""The web desk's routes, all below /desk, to be mounted by the gateway's application."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from bot.conversations.desk import Desk
from bot.conversations.live import Live
from bot.conversations.ports import Clock, Store
from bot.desk.badges import Badges
from bot.desk.door import Door
from bot.desk.links import OneTimeLinks
from bot.web.clients import Clients
from bot.web.desk_api import DeskApi
from bot.web.desk_bodies import answers_json
from bot.web.desk_entry import Entrance
from bot.web.desk_guard import DeskGuard
from bot.web.desk_live import LiveSocket
from bot.web.files import content_route, file_route
from bot.web.scripts import desk_script


def routes(
    *,
    desk: Desk,
    store: Store,
    live: Live,
    clock: Clock,
    links: OneTimeLinks,
    badges: Badges,
    door: Door,
    clients: Clients,
    shop_page: str | None = "/",
) -> list[BaseRoute]:
    """`shop_page` is where a newcomer can play the customer; None when there is no such page."""
    entrance = Entrance(door, links, badges, clients, shop_page)
    api = DeskApi(desk, store, clock, entrance)
    socket = LiveSocket(store, live, entrance)
    guard = [Middleware(DeskGuard, door=door, clients=clients)]
    below: list[BaseRoute] = [
        Route("/", _bare),
        file_route("/enter", "desk/desk.html"),
        file_route("/desk.css", "desk/desk.css"),
        content_route("/desk.js", desk_script(), "text/javascript"),
        WebSocketRoute("/live", socket.endpoint),
        Mount("/api", routes=_api_routes(entrance, api)),
    ]
    page = file_route("/desk", "desk/desk.html").endpoint
    return [
        Route("/desk", page, methods=["GET"], middleware=guard),
        Mount("/desk", routes=below, middleware=guard),
    ]


def _api_routes(entrance: Entrance, api: DeskApi) -> list[BaseRoute]:
    reading = {"/me": entrance.me, "/queue": api.queue, "/conversations/{number:int}": api.conversation}
    reading["/files/{key}"] = api.file
    acting = {"/sign-in": entrance.sign_in, "/sign-out": entrance.sign_out, "/links": entrance.invite}
    commands = {
        "claim": api.claim,
        "reply": api.reply,
        "note": api.note,
        "hand-back": api.hand_back,
        "hand-back-settled": api.hand_back_settled,
        "close": api.close,
        "answered": api.answered,
    }
    acting |= {f"/conversations/{{number:int}}/{name}": command for name, command in commands.items()}
    gets = [Route(path, answers_json(endpoint), methods=["GET"]) for path, endpoint in reading.items()]
    posts = [Route(path, answers_json(endpoint), methods=["POST"]) for path, endpoint in acting.items()]
    return [*gets, *posts]


async def _bare(_: Request) -> Response:
    return RedirectResponse("/desk", 308)
