"""A bare value that no form asked for: it goes on with the last errand or opens the likely ones."""

from typing import Any, ClassVar

from actions.errand import Errand
from actions.turn import Turn

ORDER = ("order_number", "email", "postcode")
PRODUCT = ("product", "category", "size", "color")


class BareValue(Errand):
    action = "action_inform"

    # What the last errand was about decides whether a value goes on with it.
    continues: ClassVar[dict[str, tuple[str, tuple[str, ...]]]] = {
        "order_status": ("order_status_form", ORDER),
        "cancel_order": ("cancel_order_form", ORDER),
        "start_return": ("return_form", ORDER),
        "request_refund": ("return_form", ORDER),
        "refund_status": ("refund_status_form", ORDER),
        "return_policy": ("return_policy_form", ("category", "product")),
        "warranty": ("warranty_form", ("category", "product")),
        "shipping_cost": ("shipping_form", ("country", "town")),
        "shipping_time": ("shipping_form", ("country", "town")),
        "shipping_options": ("shipping_form", ("country", "town")),
        "delivery_area": ("action_delivery_area", ("country", "town")),
        "store_locations": ("store_locations_form", ("town", "postcode")),
        "store_hours": ("store_hours_form", ("town", "postcode", "date", "weekday")),
        "product_availability": ("availability_form", (*PRODUCT, "town")),
        "product_search": ("product_form", PRODUCT),
        "product_info": ("product_form", PRODUCT),
        "price_query": ("product_form", PRODUCT),
    }
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
        action, takes = self.continues.get(turn.recall("topic") or "", ("", ()))
        if action and any(slot in values for slot in takes):
            turn.go_to(action)
            return
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
