"""The control API under /_control: tests and the page act as customers, cause trouble, look at what the bot did."""

from starlette.routing import Route

from tests.fakes.telegram.outage import Outage
from tests.fakes.telegram.steering.acting import Acting
from tests.fakes.telegram.steering.looking import Looking
from tests.fakes.telegram.steering.trouble import Trouble
from tests.fakes.telegram.world import World


def routes(world: World, outage: Outage) -> list[Route]:
    return [*Acting(world).routes(), *Looking(world).routes(), *Trouble(world, outage).routes()]
