"""Where the shop's stores are."""

from actions.form import Form
from actions.stores import stores_at
from actions.turn import Outcome, Turn


class StoreLocations(Form):
    action = "store_locations_form"
    topics = ("store_locations",)
    slots = ("town", "postcode")
    keeps = ("town",)

    async def serve(self, turn: Turn) -> Outcome:
        stores = await stores_at(turn, self.shop)
        lines = (
            turn.words.phrase(
                "utter_line_store",
                name=store.name,
                address=store.address,
                postcode=store.postcode,
                town=store.town,
                phone=turn.words.phone(store.phone),
            )
            for store in stores
        )
        told = turn.words.lines(lines)
        towns = list(dict.fromkeys(store.town for store in stores))
        if len(towns) == 1:
            turn.say("utter_stores", town=towns[0], stores=told)
        else:
            turn.say("utter_stores_of_several_towns", stores=told)
        return Outcome.ANSWERED
