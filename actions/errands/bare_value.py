"""A bare value that no form asked for: it goes on with the last errand or opens the likely ones."""

from typing import Any, ClassVar

from actions.continuing import ORDER, continued, meant
from actions.errand import Errand
from actions.turn import Turn

KEPT = ("email", "postcode", "town", "product")  # of use to whatever comes next


class BareValue(Errand):
    action = "action_inform"

    # What a value alone may be about, most telling first.
    asks: ClassVar[dict[str, str]] = {
        "order_number": "utter_value_order_number",
        "email": "utter_value_order_number",
        "postcode": "utter_value_town",
        "town": "utter_value_town",
        "date": "utter_value_town",
        "weekday": "utter_value_town",
        "product": "utter_value_product",
        "category": "utter_value_product",
        "size": "utter_value_product",
        "color": "utter_value_product",
    }

    async def serve(self, turn: Turn) -> None:
        values = turn.message.entities
        # An order may be named for something new ("return order …"); a size or a town goes on with the last errand.
        named, size = values.keys() & set(ORDER), turn.message.text.strip().isdigit()
        last = continued(turn, {"size"} if size and not values else ())
        action = (meant(turn) or last) if named else (last or meant(turn))
        if action:
            turn.go_to(action)
            return
        turn.listen_to(KEPT)
        response = next((self.asks[slot] for slot in self.asks if slot in values), "utter_nothing_asked")
        said: dict[str, Any] = {f"as_{intent}": turn.message.payload_for(intent) for intent in READINGS}
        turn.say(response, value=next(iter(values.values()), ""), **said)


READINGS = (
    "order_status",
    "start_return",
    "cancel_order",
    "store_hours",
    "store_locations",
    "delivery_area",
    "product_info",
    "product_availability",
    "return_policy",
)
