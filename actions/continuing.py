"""Which errand a value belongs to: the one before ("and in Bergen?", "no, order …") or the one hinted at."""

from collections.abc import Collection

from actions.turn import Turn

ORDER = ("order_number", "email", "postcode")
PROOF = ("email", "postcode")
KIND = ("category", "product")
PLACE = ("country", "town")
PRODUCT = ("product", "category", "size", "color")
VARIANT = {"size", "color"}
DAY = {"date", "weekday"}
OF_ONE_PRODUCT = {"product_info", "price_query"}

TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "order_status": ("order_status_form", ORDER),
    "cancel_order": ("cancel_order_form", ORDER),
    "start_return": ("return_form", ORDER),
    "request_refund": ("return_form", ORDER),
    "refund_status": ("refund_status_form", ORDER),
    "item_problem": ("return_form", ORDER),  # who names the order after a fault wants it put right
    "invoice": ("invoice_form", ORDER),
    "payment_issue": ("payment_issue_form", ORDER),
    "change_address": ("change_address_form", ORDER),
    "change_order": ("change_order_form", (*ORDER, "size", "color")),
    "store_credit": ("store_credit_form", PROOF),
    "loyalty_membership": ("membership_form", PROOF),
    "promotions": ("action_promotions", ("category",)),
    "return_policy": ("return_policy_form", KIND),
    "warranty": ("warranty_form", KIND),
    "shipping_cost": ("shipping_form", PLACE),
    "shipping_time": ("shipping_form", PLACE),
    "shipping_options": ("shipping_form", PLACE),
    "delivery_area": ("action_delivery_area", PLACE),
    "payment_methods": ("action_payment_methods", PLACE),
    "store_locations": ("store_locations_form", (*PLACE, "postcode")),
    "store_hours": ("store_hours_form", (*PLACE, "postcode", "date", "weekday")),
    "product_availability": ("availability_form", (*PRODUCT, "town")),
    "product_search": ("product_form", PRODUCT),
    "product_info": ("product_form", PRODUCT),
    "price_query": ("product_form", PRODUCT),
}


# What a bare "when?" asks after an answer about these.
WHEN = {
    "store_locations": "store_hours",
    "store_hours": "store_hours",
    "shipping_options": "shipping_time",
    "shipping_cost": "shipping_time",
    "shipping_time": "shipping_time",
    "delivery_area": "shipping_time",
    "order_status": "order_status",
    "refund_status": "refund_status",
    "product_availability": "product_availability",
}


def asked_when(turn: Turn) -> str | None:
    """The intent of a message that says nothing but "when?", by what went before."""
    topic = turn.recall("topic")
    if turn.message.is_button or not turn.words.is_only("utter_words_when", turn.message.text):
        return None
    return WHEN.get(topic or "")


LIKELY = 0.2  # as the second reading of a message that was taken for a bare value


def meant(turn: Turn) -> str | None:
    """The errand a value came with, though it was taken for a bare one ("return order …")."""
    for intent, confidence in turn.message.ranking:
        action, takes = TOPICS.get(intent, (None, ()))
        if action and confidence >= LIKELY and any(slot in turn.message.entities for slot in takes):
            return action
    return None


# Questions about one thing: none of them changes anything, so that a wrong guess costs little.
KINDS = (
    {"shipping_cost", "shipping_time", "shipping_options", "delivery_area"},
    {"store_locations", "store_hours"},
    {"product_info", "product_availability", "price_query"},
    {"return_policy", "warranty"},
)


def likely_of_the_same_kind(turn: Turn) -> str | None:
    """The errand of an unclear message ("how long does it take?") that asks more about what was just answered."""
    topic = turn.recall("topic")
    kind: set[str] = next((each for each in KINDS if topic in each), set())
    for intent, confidence in turn.message.ranking:
        if intent in kind and confidence >= LIKELY:
            turn.remember("topic", intent)
            return TOPICS[intent][0]
    return None


def continued(turn: Turn, brought: Collection[str] = ()) -> str | None:
    """The action of the last errand, when this message brings a value that it takes."""
    brought = set(brought or turn.message.entities)
    topic = turn.recall("topic") or ""
    if topic in OF_ONE_PRODUCT and brought <= VARIANT:
        topic = "product_availability"  # "and in blue?" does not ask for the price again
    if topic == "store_locations" and brought & DAY:
        topic = "store_hours"
    action, takes = TOPICS.get(topic, (None, ()))
    return action if brought.intersection(takes) else None


def followed(turn: Turn) -> str | None:
    """The errand before this one, when a short "and headphones?" goes on with it; it is then the topic again."""
    said, topic, before = turn.message, turn.recall("topic"), turn.earlier("topic")
    if not (said.is_short and turn.words.begins_with("utter_words_and", said.text)):
        return None
    turn.remember("topic", before)
    action = continued(turn)
    if action in {None, TOPICS[topic][0]}:
        turn.remember("topic", topic)
        return None
    return action
