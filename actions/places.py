"""Which country a customer means."""

import functools
import re

from babel import Locale

from actions.shop import Shop
from actions.turn import Turn


async def country(turn: Turn, shop: Shop) -> str | None:
    """The country this message names, by its own name or by a town with a store; else None."""
    said = turn.message
    if said.entities.get("country"):
        return said.entities["country"]
    code = None if said.is_button else await _in_text(turn, shop)
    town = said.entities.get("town")
    if code is None and town:
        stores = await shop.find_stores(town)
        code = stores[0].country if stores else None
    return code


async def _in_text(turn: Turn, shop: Shop) -> str | None:
    """A country called by a name of the customer's language, of English, or by one that people use ("UK")."""
    said = turn.message
    for code in (await shop.facts()).countries:
        if turn.words.mentions(f"utter_words_country_{code}", said.text):
            return code
    names = _territories("en") | _territories(str(turn.words.locale))
    found = (name for name in names if re.search(rf"\b{re.escape(name)}\b", said.text, re.IGNORECASE))
    longest = max(found, key=len, default=None)
    return names[longest] if longest else None


@functools.cache
def _territories(locale: str) -> dict[str, str]:
    """Names of countries (not of regions, which have digits for codes) to their ISO 3166 letters."""
    territories = Locale.parse(locale).territories
    return {name: code for code, name in territories.items() if code.isalpha() and len(code) == 2}
