"""Making things go wrong: faults, outages, limits, the clock, updates that come twice."""

from starlette.routing import Route

from tests.fakes.telegram.faults import ACCEPTED, Fault, FaultKind
from tests.fakes.telegram.limits import OVERALL, PER_CHAT, Rate
from tests.fakes.telegram.outage import How, Outage
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.steering.endpoint import endpoint
from tests.fakes.telegram.world import World

USUAL = {"per_chat": PER_CHAT, "overall": OVERALL}


class Trouble:
    def __init__(self, world: World, outage: Outage) -> None:
        self._world = world
        self._outage = outage

    def routes(self) -> list[Route]:
        return [
            endpoint("POST", "/faults", self._add_fault),
            endpoint("DELETE", "/faults", self._reset),
            endpoint("GET", "/faults", self._left),
            endpoint("POST", "/outage", self._begin_outage),
            endpoint("DELETE", "/outage", self._end_outage),
            endpoint("POST", "/limits", self._limits),
            endpoint("POST", "/clock", self._clock),
            endpoint("POST", "/idle_week", self._idle_week),
            endpoint("POST", "/deliver_again", self._deliver_again),
        ]

    def _add_fault(self, body: JSON, path: JSON) -> JSON:
        kind = FaultKind(body.pop("kind"))
        how: JSON = {"accepted": ACCEPTED[kind]} | body
        self._world.faults.add(Fault(kind, **how))
        return self._left({}, {})

    async def _reset(self, body: JSON, path: JSON) -> JSON:
        self._world.faults.reset()
        self._world.limits.set(on=False)
        await self._outage.end()
        return {}

    def _left(self, body: JSON, path: JSON) -> JSON:
        return {"left": self._world.faults.left()}

    async def _begin_outage(self, body: JSON, path: JSON) -> JSON:
        await self._outage.begin(How(body.get("how", How.REFUSE)), body.get("seconds"))
        return {}

    async def _end_outage(self, body: JSON, path: JSON) -> JSON:
        await self._outage.end()
        return {}

    def _limits(self, body: JSON, path: JSON) -> JSON:
        rates = {name: Rate(*body.get(name, (it.count, it.seconds))) for name, it in USUAL.items()}
        self._world.limits.set(on=body["on"], **rates)
        return {}

    def _clock(self, body: JSON, path: JSON) -> JSON:
        self._world.clock.put_ahead(body["seconds"])
        return {"now": self._world.clock.now()}

    def _idle_week(self, body: JSON, path: JSON) -> JSON:
        self._world.updates.idle_week()
        return {}

    async def _deliver_again(self, body: JSON, path: JSON) -> JSON:
        wanted = body.get("updates")
        chosen = [it for it in self._world.updates.ever if wanted is None or it["update_id"] in wanted]
        times, seed, parallel = body.get("times", 1), body.get("seed", 0), body.get("parallel", 40)
        return dict(
            await self._world.webhook.deliver_again(chosen, times=times, seed=seed, parallel=parallel)
        )
