"""Being a customer."""

import random

from starlette.routing import Route

from tests.fakes.telegram.acts import Acts, text_content
from tests.fakes.telegram.content import caption_content, content_of
from tests.fakes.telegram.people import Customer, Group
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.steering.endpoint import endpoint
from tests.fakes.telegram.world import World


class Acting:
    def __init__(self, world: World) -> None:
        self._world = world
        self._acts = Acts(world)

    def routes(self) -> list[Route]:
        return [
            endpoint("POST", "/customers", self._new_customer),
            endpoint("POST", "/customers/{customer:int}/messages", self._write),
            endpoint("POST", "/customers/{customer:int}/edits", self._edit),
            endpoint("POST", "/customers/{customer:int}/presses", self._press),
            endpoint("POST", "/customers/{customer:int}/blocked", self._block),
            endpoint("POST", "/customers/{customer:int}/groups", self._new_group),
            endpoint("POST", "/updates", self._inject),
        ]

    def _new_customer(self, body: JSON, path: JSON) -> JSON:
        customer = Customer(int(body.pop("id", None) or _random_id()), **body)
        self._world.people.customers[customer.id] = customer
        return customer.user()

    def _write(self, body: JSON, path: JSON) -> JSON:
        content = content_of(body, self._world.files)
        return self._acts.write(self._customer(path), content, body.get("chat_id"), body.get("reply_to"))

    def _edit(self, body: JSON, path: JSON) -> JSON:
        content = text_content(body["text"]) if "text" in body else caption_content(body["caption"])
        return self._acts.edit(self._customer(path), body["message_id"], content, body.get("chat_id"))

    def _press(self, body: JSON, path: JSON) -> JSON:
        return self._acts.press(
            self._customer(path),
            body["message_id"],
            body.get("row", 0),
            body.get("column", 0),
            chat_id=body.get("chat_id"),
            data=body.get("data", ""),
        )

    def _block(self, body: JSON, path: JSON) -> JSON:
        return self._acts.set_blocked(self._customer(path), body["blocked"])

    def _new_group(self, body: JSON, path: JSON) -> JSON:
        group = Group(body.pop("id", None) or -_random_id(), **body)
        return self._acts.add_to_group(self._customer(path), group)

    def _inject(self, body: JSON, path: JSON) -> JSON:
        return {"update_id": self._world.updates.add(body["kind"], body["content"], body.get("chat_id", 0))}

    def _customer(self, path: JSON) -> Customer:
        return self._world.people.customer(path["customer"])


def _random_id() -> int:
    return random.randint(10**8, 10**9)
