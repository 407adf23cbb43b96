"""How updates come to the bot: it fetches them."""

from typing import Any

from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.world import World

MOST = 100


async def get_updates(world: World, params: Params) -> list[JSON]:
    world.updates.allow(allowed(params))
    limit = min(max(params.number("limit", MOST), 1), MOST)
    return await world.polling.get(params.number("offset"), limit, params.number("timeout"))


def allowed(params: Params) -> list[str] | None:
    kinds: Any = params.structure("allowed_updates")
    return [str(it) for it in kinds] if isinstance(kinds, list) else None


METHODS = {"getUpdates": get_updates}
