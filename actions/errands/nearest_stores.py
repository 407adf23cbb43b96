"""Which stores are nearest to the place a customer shared."""

from actions.errand import Errand
from actions.shop import Store
from actions.turn import Outcome, Turn

NEAREST = 3
MAP = "https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map=17/{lat:.5f}/{lon:.5f}"


class NearestStores(Errand):
    action = "action_nearest_stores"
    topics = ("share_location",)

    async def serve(self, turn: Turn) -> Outcome:
        values = turn.message.entities
        here = (float(values["latitude"]), float(values["longitude"]))
        nearest = (await self.shop.find_stores(near=here))[:NEAREST]
        told = turn.words.lines(_line(turn, store) for store in nearest)
        turn.remember("town", nearest[0].town)  # "and when are you open?" is about the nearest
        turn.say("utter_nearest_stores", stores=told, town=nearest[0].town)
        return Outcome.ANSWERED


def _line(turn: Turn, store: Store) -> str:
    words = turn.words
    return words.phrase(
        "utter_line_near_store",
        distance=words.distance(store.distance_km or 0.0),
        name=store.name,
        address=store.address,
        postcode=store.postcode,
        town=store.town,
        phone=words.phone(store.phone),
        map=MAP.format(lat=store.lat, lon=store.lon),
    )
