"""What Telegram finds in a text by itself, in UTF-16 units."""

import re

from tests.fakes.telegram.shapes import JSON

# In the order in which they win where they overlap.
FOUND = {
    "url": re.compile(r"(?:https?://|www\.)[^\s<>]+[^\s<>.,!?;:)]"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "bot_command": re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?"),
    "mention": re.compile(r"(?<!\w)@\w{3,32}"),
    "hashtag": re.compile(r"(?<!\w)#\w+"),
}


def units(text: str) -> int:
    """The length as Telegram counts it: characters beyond the first plane count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def found(text: str) -> list[JSON]:
    taken: set[int] = set()
    entities = []
    for kind, pattern in FOUND.items():
        for match in pattern.finditer(text):
            span = range(*match.span())
            if taken.isdisjoint(span):
                taken.update(span)
                entities.append(entity(kind, text[: match.start()], match.group()))
    return sorted(entities, key=lambda it: int(it["offset"]))


def entity(kind: str, before: str, covered: str, **more: str) -> JSON:
    return {"type": kind, "offset": units(before), "length": units(covered)} | more
