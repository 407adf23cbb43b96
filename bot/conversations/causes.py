"""What a hand-over was about, as the assistant proposes it; the agent who resolves it decides."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.conversations.buttons import payload_of
from bot.conversations.handoffs import Cause, Handoff
from bot.conversations.messages import Author, Message
from bot.conversations.model import Conversation
from bot.conversations.ports import Store

ASKED = 4  # why and about what people were asked for: each counts like two lines of the customer
SAID = 2
UNDERSTOOD = 1
LINES = 500  # of a conversation
ALSO = ("en",)  # words that stand in every language
SCRIPTS = {"ur": "ur-Latn", "ur-Latn": "ur"}  # people write both in one line


@dataclass(frozen=True, slots=True)
class CauseSigns:
    """What speaks for one cause: topics and reasons by the assistant's names, and words by language."""

    topics: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    words: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


CauseRules = Mapping[Cause, CauseSigns]  # of equals, the first counts


class Causes:
    def __init__(self, store: Store, rules: CauseRules) -> None:
        self._store = store
        self._rules = rules

    async def propose(
        self, conversation: Conversation, handoff: Handoff, seen: int | None = None
    ) -> Cause | None:
        """None without any sign. `seen`: the last line that counts, so that what was shown is what is kept."""
        lines = await self._store.messages(conversation.id, limit=LINES)
        counted = [line for line in lines if seen is None or line.seq <= seen]
        return proposed(self._rules, conversation.language, handoff, counted)


def proposed(rules: CauseRules, language: str, handoff: Handoff, lines: Sequence[Message]) -> Cause | None:
    weights: Counter[Cause] = Counter()
    languages = {language, SCRIPTS.get(language, language), *ALSO}
    own = [text for line in lines if (text := _own_words(line))]
    understood = {name for line in lines if (name := _intent(line))}
    for cause, signs in rules.items():
        asked = (handoff.request.topic in signs.topics) + (handoff.request.reason in signs.reasons)
        said = sum(any(_holds(signs, code, text) for code in languages) for text in own)
        weights[cause] = ASKED * asked + SAID * said + UNDERSTOOD * len(understood & signs.topics)
    likeliest = max(rules, key=lambda cause: weights[cause], default=None)
    return likeliest if likeliest is not None and weights[likeliest] else None


def _holds(signs: CauseSigns, language: str, text: str) -> bool:
    words = signs.words.get(language)
    return words is not None and words.search(text) is not None


def _own_words(line: Message) -> str:
    """What the customer typed; a button's words are ours."""
    entry = line.entry
    return "" if entry.author is not Author.CUSTOMER or payload_of(entry) else entry.text.lower()


def _intent(line: Message) -> str | None:
    parse = line.entry.details.get("parse")
    intent = (parse.get("intent") or {}) if isinstance(parse, Mapping) else {}
    return intent.get("name")
