"""Which stores a question is about."""

from actions.places import country
from actions.shop import Shop, Store
from actions.turn import Turn

MOST_BUTTONS = 5


async def stores_at(turn: Turn, shop: Shop) -> tuple[Store, ...]:
    """The stores of the place named; asks for a place with stores otherwise."""
    towns = await shop.towns()
    place = turn.recall("town")
    if "postcode" in turn.heard and "town" not in turn.heard:
        place = turn.recall("postcode")
    abroad = None if "town" in turn.heard else await country(turn, shop)
    if abroad:  # "and in Pakistan?": all stores there
        place = turn.words.country(abroad)
    buttons = [(town, f'/inform{{"town":"{town}"}}') for town in towns[:MOST_BUTTONS]]
    if place is None:
        turn.ask("town", "utter_ask_town", buttons=buttons, towns=turn.words.every(towns))
    found = await shop.find_stores(place)
    if not found:
        turn.forget("town")
        turn.ask_again("town", "utter_no_store", buttons=buttons, towns=turn.words.every(towns))
    turn.remember("town", found[0].town if len({store.town for store in found}) == 1 else place)
    return found
