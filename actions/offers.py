"""How an offer is told: what is taken off, of what, and until when."""

from decimal import Decimal

from actions.service_values import Promotion
from actions.wording import Wording


def told(words: Wording, offer: Promotion) -> str:
    """One line of a list of offers."""
    return words.phrase(
        "utter_line_promotion",
        name=words.of_shop(offer.name),
        discount=discount(words, offer),
        conditions=conditions(words, offer),
        code=words.phrase("utter_piece_code", code=offer.code) if offer.code else "",
        day=words.day(offer.last),
    )


def discount(words: Wording, offer: Promotion) -> str:
    if offer.percent is not None:
        return words.percent(offer.percent)
    return words.money(offer.amount or Decimal(0))


def conditions(words: Wording, offer: Promotion) -> str:
    """Each as a piece of its own; none are none."""
    pieces = []
    if offer.categories:
        names = words.every(words.name("category", it).lower() for it in offer.categories)
        pieces.append(words.phrase("utter_piece_only_for", categories=names))
    if offer.excluded:
        kinds = words.every(map(words.of_shop, offer.excluded))
        pieces.append(words.phrase("utter_piece_not_for", kinds=kinds))
    if offer.minimum:
        pieces.append(words.phrase("utter_piece_minimum", amount=words.money(offer.minimum)))
    return "".join(pieces)
