"""Coming to the desk and leaving it: the page, the one-time link, the password, the badge in a cookie."""

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from bot.conversations.model import Agent
from bot.desk.badges import Badges, BadName, agent_named
from bot.desk.door import Door, TooManyTries, WrongPassword
from bot.desk.links import OneTimeLinks
from bot.web.clients import Clients
from bot.web.desk_bodies import Nothing, Refused, SignIn, read_body

COOKIE = "shopdesk_desk"
PATHS = ("/desk", "/report")  # where it is shown, and nowhere else
STALE_LINK = "This link was used before, or is older than a day. Links are good once."


class Entrance:
    def __init__(
        self, door: Door, links: OneTimeLinks, badges: Badges, clients: Clients, shop_page: str | None
    ) -> None:
        self._door = door
        self._links = links
        self._badges = badges
        self._clients = clients
        self._shop_page = shop_page

    def agent(self, connection: HTTPConnection) -> Agent | None:
        return self._badges.read(connection.cookies.get(COOKIE))

    def require_agent(self, request: Request) -> Agent:
        """Raises Refused with 401."""
        agent = self.agent(request)
        if agent is None:
            raise Refused(401, "Please sign in.")
        return agent

    async def me(self, request: Request) -> Response:
        """Who is signed in, and how to sign in otherwise."""
        agent = self.agent(request)
        return JSONResponse(
            {
                "agent": {"name": agent.name} if agent else None,
                "password": self._door.has_password,
                "link_opens": self._links.opens(request.query_params.get("key", "")),
                "shop_page": self._shop_page,
            }
        )

    async def sign_in(self, request: Request) -> Response:
        body = await read_body(request, SignIn)
        try:
            agent = agent_named(body.name)  # first, so that a bad name does not use the link up
        except BadName as error:
            raise Refused(422, str(error)) from None
        self._prove(body, self._clients.network(request))
        response = JSONResponse({"agent": {"name": agent.name}})
        badge = self._badges.issue(agent)
        # What the browser calls the page counts: a proxy may have taken TLS off.
        secure = request.headers.get("origin", "").startswith("https:")
        for path in PATHS:
            response.set_cookie(
                COOKIE,
                badge,
                max_age=self._badges.seconds,
                path=path,
                secure=secure,
                httponly=True,
                samesite="strict",
            )
        return response

    async def sign_out(self, request: Request) -> Response:
        await read_body(request, Nothing)
        response = JSONResponse({})
        for path in PATHS:
            response.delete_cookie(COOKIE, path=path, httponly=True, samesite="strict")
        return response

    async def invite(self, request: Request) -> Response:
        """A fresh one-time link, made by somebody who is at the desk already."""
        self.require_agent(request)
        await read_body(request, Nothing)
        return JSONResponse({"path": self._links.mint()})

    def _prove(self, body: SignIn, address: str) -> None:
        if body.key is not None:
            if not self._links.use(body.key):
                raise Refused(403, STALE_LINK)
            return
        if not self._door.has_password or body.password is None:
            raise Refused(403, "Open the desk through its link, printed at start.")
        try:
            self._door.try_password(body.password, address)
        except TooManyTries as error:
            raise Refused(429, str(error), {"retry-after": str(error.seconds)}) from None
        except WrongPassword as error:
            raise Refused(403, str(error)) from None
