"""Which errand a value belongs to: the one before ("and in Bergen?", "no, order …") or the one hinted at."""

from collections.abc import Collection

from actions.turn import Turn

ORDER = ("order_number", "email", "postcode")
KIND = ("category", "product")
PLACE = ("country", "town")
PRODUCT = ("product", "category", "size", "color")

TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "order_status": ("order_status_form", ORDER),
    "cancel_order": ("cancel_order_form", ORDER),
    "start_return": ("return_form", ORDER),
    "request_refund": ("return_form", ORDER),
    "refund_status": ("refund_status_form", ORDER),
    "return_policy": ("return_policy_form", KIND),
    "warranty": ("warranty_form", KIND),
    "shipping_cost": ("shipping_form", PLACE),
    "shipping_time": ("shipping_form", PLACE),
    "shipping_options": ("shipping_form", PLACE),
    "delivery_area": ("action_delivery_area", PLACE),
    "payment_methods": ("action_payment_methods", PLACE),
    "store_locations": ("store_locations_form", ("town", "postcode")),
    "store_hours": ("store_hours_form", ("town", "postcode", "date", "weekday")),
    "product_availability": ("availability_form", (*PRODUCT, "town")),
    "product_search": ("product_form", PRODUCT),
    "product_info": ("product_form", PRODUCT),
    "price_query": ("product_form", PRODUCT),
}


LIKELY = 0.2  # as the second reading of a message that was taken for a bare value


def meant(turn: Turn) -> str | None:
    """The errand a value came with, though it was taken for a bare one ("return order …")."""
    for intent, confidence in turn.message.ranking:
        action, takes = TOPICS.get(intent, (None, ()))
        if action and confidence >= LIKELY and any(slot in turn.message.entities for slot in takes):
            return action
    return None


def continued(turn: Turn, brought: Collection[str] = ()) -> str | None:
    """The action of the last errand, when this message brings a value that it takes."""
    action, takes = TOPICS.get(turn.recall("topic") or "", (None, ()))
    return action if any(slot in (brought or turn.message.entities) for slot in takes) else None
