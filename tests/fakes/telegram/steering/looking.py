"""Seeing what the bot did, and how things stand."""

from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.telegram.refusals import not_found
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.steering.endpoint import endpoint
from tests.fakes.telegram.world import World


class Looking:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [
            endpoint("GET", "/customers", self._customers),
            endpoint("GET", "/chats", self._chats),
            endpoint("GET", "/chats/{chat}", self._chat),
            endpoint("GET", "/calls", self._calls),
            endpoint("GET", "/answers", self._answers),
            endpoint("GET", "/actions", self._actions),
            endpoint("GET", "/profile", self._profile),
            endpoint("GET", "/updates", self._updates),
            endpoint("GET", "/files/{file_id}", self._file),
        ]

    def _customers(self, body: JSON, path: JSON) -> list[JSON]:
        customers = self._world.people.customers.values()
        return [it.user() | {"blocked": it.blocked, "started": it.started} for it in customers]

    def _chats(self, body: JSON, path: JSON) -> list[int]:
        return self._world.history.chats()

    def _chat(self, body: JSON, path: JSON) -> list[JSON]:
        return [it.report() for it in self._world.history.lines(int(path["chat"]))]

    def _calls(self, body: JSON, path: JSON) -> list[JSON]:
        return self._world.journal.calls(body.get("method"))

    def _answers(self, body: JSON, path: JSON) -> list[JSON]:
        return self._world.journal.callback_answers

    def _actions(self, body: JSON, path: JSON) -> list[JSON]:
        return self._world.journal.actions

    def _profile(self, body: JSON, path: JSON) -> JSON:
        return self._world.profile.report() | {"bot": self._world.people.bot()}

    def _updates(self, body: JSON, path: JSON) -> JSON:
        updates = self._world.updates
        return {"ever": updates.ever, "pending": [it.id for it in updates.pending()]}

    def _file(self, body: JSON, path: JSON) -> Response:
        stored = self._world.files.find(path["file_id"])
        if stored is None:
            raise not_found()
        return Response(stored.content(), media_type=stored.media_type)
