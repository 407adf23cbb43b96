"""Two wishes in one message: the message is read again in two parts, where both are clear and differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Read = Callable[[list[str]], list[Json]]

# The end of a sentence, or "and" in the languages spoken, by itself or after a comma.
JOINT = re.compile(
    r"[.!?؟۔;\n]+\s*(?=\S)|,?\s+(?:and(?: also)?|also|plus|og|samt|ja|sekä|e|ed|اور|aur|or phir)\s+|،\s*",
    re.IGNORECASE,
)
SHORTEST = 5  # words of the whole
LEAST = 2  # words of a part
MOST_JOINTS = 4  # tried, so that a long text does not cost many readings
# These colour a message, or say themselves what is wished for; they are no second wish.
NO_WISH = frozenset(
    {"affirm", "bot_challenge", "complaint", "deny", "goodbye", "greet", "human_agent", "inform", "item_problem",
     "leave_feedback", "nlu_fallback", "out_of_scope", "thank"}
)  # fmt: skip
# One wish said twice: a part of it does not say that the other is wanted as well.
ALIKE = (
    frozenset({"start_return", "request_refund", "refund_status", "return_policy"}),
    frozenset({"cancel_order", "change_order", "request_refund"}),
    frozenset({"store_locations", "product_availability"}),
    frozenset({"product_search", "product_info", "product_availability", "place_order"}),
    frozenset({"account_create", "account_login_issue", "account_edit"}),
    frozenset({"promotions", "promo_code_issue", "price_query"}),
)
OF_THE_WHOLE = frozenset({"order_number", "email", "postcode"})  # said once, meant for both


def split(text: str, whole: Json, read: Read) -> list[Json]:
    """What each part of the text was understood as; empty when it is one wish."""
    if len(text.split()) < SHORTEST or not _may_be_two(whole):
        return []
    cuts = list(_cuts(text))
    parts = read([part for cut in cuts for part in cut]) if cuts else []
    for place, (first, second) in enumerate(cuts):
        understood = [_part(first, parts[2 * place], whole), _part(second, parts[2 * place + 1], whole)]
        if _are_two(understood):
            return understood
    return []


def two(parsed: Json, wishes: list[Json]) -> Json:
    """The message as the policies read it: the first wish; actions find the second under "wishes"."""
    first = wishes[0]
    understood = {**parsed["understood"], "intent": first["intent"], "decision": "answer"}
    return {**parsed, "intent": first["intent"], "understood": understood, "wishes": wishes}


def _may_be_two(whole: Json) -> bool:
    ranking = (whole.get("understood") or {}).get("ranking") or ()
    return sum(entry["name"] not in NO_WISH for entry in ranking) >= 2


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    for joint in list(JOINT.finditer(text))[:MOST_JOINTS]:
        if text[: joint.start()].rstrip()[-1:].isdigit() and text[joint.end() :].lstrip(" #")[:1].isdigit():
            continue  # "orders 10001 and 10002"
        # What ends a sentence belongs to it: a question mark says something.
        kept = joint.start() + len(joint[0].rstrip()) if joint[0].strip()[:1] in "?!؟" else joint.start()
        first, second = text[:kept].strip(), text[joint.end() :].strip()
        if len(first.split()) >= LEAST and len(second.split()) >= LEAST:
            yield first, second


def _part(text: str, parsed: Json, whole: Json) -> Json:
    entities = list(parsed.get("entities") or ())
    named = {entity["entity"] for entity in entities}
    shared = [it for it in whole.get("entities") or () if it["entity"] in OF_THE_WHOLE - named]
    understood = parsed["understood"]
    return {
        "text": text,
        "intent": understood["intent"],
        "intent_ranking": understood["ranking"],
        "entities": [*entities, *shared],
        "decision": understood["decision"],
    }


def _are_two(parts: list[Json]) -> bool:
    names = [part["intent"]["name"] for part in parts]
    clear = all(part["decision"] == "answer" for part in parts)
    alike = any(set(names) <= group for group in ALIKE)
    return clear and len(set(names)) == 2 and not NO_WISH & set(names) and not alike
