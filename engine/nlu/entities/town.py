"""Towns: those with a store by any of their names, others where the sentence says it is a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found

NAME = r"(?P<town>[^\W\d_][\w'’-]{2,}(?:[ -](?:on|upon|sur|di|del)?[ -]?[A-ZÆØÅÄÖ][\w'’-]+)?)"
# Where a store is asked for, a place may be written small; elsewhere the capital letter tells it.
STORE = re.compile(
    rf"(?i:\b(?:stores?|shops?|branch(?:es)?|outlets?|locations?|showrooms?|butikk(?:er|en)?|myymälä\w*|kaupp\w+|negozi[oa]?)\b"
    rf"[^.?!]{{0,25}}?\b(?:in|near|at|around|close to|i|på|nær|a|ad|vicino a)\s+){NAME}"
)
CAPITAL = re.compile(rf"\b(?:in|near|around|from|i|til|a|ad|di)\s+(?=[A-ZÆØÅÄÖ]){NAME}")
WHOLE = re.compile(r"\W*(?P<town>[^\W\d_][\w'’ -]{1,40}?)\W*")
NOT_TOWNS = frozenset(
    """
    the my your our their his her this that these those any all some and for with you there here where what which
    stock store stores shop shops person people town city area country centre center mall home general total
    order cash advance time english europe weekend weekends christmas easter
    norway finland italy pakistan britain england scotland
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    """.split()  # noqa: SIM905 - a table of words, not of quotation marks
)


def find(text: str, context: Context) -> Iterator[Found]:
    """Only for towns without a store; the component leaves these out where a store's town stands."""
    whole = WHOLE.fullmatch(text) if context.requested == "town" else None
    matches = [*STORE.finditer(text), *CAPITAL.finditer(text), *([whole] if whole else [])]
    for match in matches:
        if match["town"].split()[0].lower() not in NOT_TOWNS:
            yield Found("town", match["town"].title(), match.start("town"), match.end("town"))
