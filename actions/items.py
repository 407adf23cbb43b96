"""How the things of an order are named to the customer, and which of them is meant."""

import re
from collections.abc import Iterable, Sequence

from actions.shop import OrderLine
from actions.wording import Wording


def item(words: Wording, line: OrderLine) -> str:
    """One thing with what tells it from its like: "Fjell Runner (black, 42)"."""
    traits = [words.of_shop(trait) for trait in (line.color, line.size) if trait]
    told = words.row(traits)
    count = f"{line.quantity} × " if line.quantity > 1 else ""
    return f"{count}{line.product} ({told})" if told else f"{count}{line.product}"


def items(words: Wording, lines: Iterable[OrderLine]) -> str:
    return words.every(item(words, line) for line in lines)


def meant(words: Wording, text: str, lines: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
    """The lines a customer's words point at: by sku, all of them, or the one that shares most words; else none."""
    by_sku = tuple(line for line in lines if line.sku in text.split())
    if by_sku:
        return by_sku
    if words.mentions("utter_words_all", text):
        return tuple(lines)
    said = _words(text)
    scores = [
        len(said & _words(f"{line.product} {line.color} {line.size} {line.category}")) for line in lines
    ]
    best = max(scores, default=0)
    return (lines[scores.index(best)],) if best and scores.count(best) == 1 else ()


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
