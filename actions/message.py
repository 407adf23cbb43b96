"""One customer message as the errands read it."""

import json
from dataclasses import dataclass, field, replace
from typing import Any, Self

from actions.shop import Photo

SMALL_TALK = frozenset({"greet", "goodbye", "thank", "bot_challenge"})
UNCLEAR = frozenset({"nlu_fallback", "out_of_scope"})
NOT_AN_ERRAND = SMALL_TALK | UNCLEAR | {"affirm", "deny", "inform", "human_agent"}

# A message that is little more than the value asked for is an answer, whatever intent was read into it.
WORDS_AROUND_A_VALUE = 3
SHORT = 4  # words


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, what was understood, and where it came from."""

    text: str
    intent: str
    entities: dict[str, str] = field(default_factory=dict)
    ranking: tuple[tuple[str, float], ...] = ()
    id: str = ""
    channel: str = ""
    language: str = "en"
    named: tuple[tuple[str, str], ...] = ()  # every value, also where one entity has several
    more_orders: tuple[str, ...] = ()  # of several order numbers named at once, those after the first
    photos: tuple[Photo, ...] = ()  # that were asked for and came along
    later: str | None = None  # what else it wishes for, as JSON: served when this is done

    @classmethod
    def from_rasa(cls, parse: dict[str, Any], language: str | None) -> Self:
        """Read Rasa's `latest_message`; of two values for one entity the later counts, as in corrections.

        Several order numbers that all count are one value, with spaces between.
        """
        metadata = parse.get("metadata") or {}
        wishes: list[dict[str, Any]] = parse.get("wishes") or []
        if wishes:
            parse = {**parse, **wishes[0]}
        entities = {it["entity"]: str(it["value"]) for it in parse.get("entities") or ()}
        orders = entities.get("order_number", "").split()
        ranking = ((str(it["name"]), float(it["confidence"])) for it in parse.get("intent_ranking") or ())
        return cls(
            text=parse.get("text") or "",
            intent=(parse.get("intent") or {}).get("name") or "nlu_fallback",
            entities=entities | ({"order_number": orders[0]} if orders else {}),
            ranking=tuple(ranking),
            id=str(metadata.get("message_id") or parse.get("message_id") or ""),
            channel=str(metadata.get("channel") or ""),
            language=metadata.get("language") or language or "en",
            named=tuple((it["entity"], str(it["value"])) for it in parse.get("entities") or ()),
            more_orders=tuple(orders[1:]),
            photos=tuple(Photo(it["key"], it["name"]) for it in metadata.get("photos") or ()),
            later=json.dumps(wishes[1], ensure_ascii=False) if len(wishes) > 1 else None,
        )

    def wishing(self, later: str) -> Self:
        """The second wish of a message, kept as `later`, in place of what is said now."""
        parse = json.loads(later) | {
            "metadata": {"message_id": self.id, "channel": self.channel, "language": self.language}
        }
        return type(self).from_rasa(parse, self.language)

    def set_aside(self) -> Self:
        """The same message without what it says, for an errand it was not meant for."""
        return replace(self, text="", intent="", entities={}, ranking=(), named=(), more_orders=())

    @property
    def is_button(self) -> bool:
        """Only buttons begin with a slash: the engine neutralises it in what customers type."""
        return self.text.startswith("/")

    @property
    def is_bare(self) -> bool:
        """Whether the message is a value with hardly a word around it ("it's 10442")."""
        values = sum(len(value.split()) for value in self.entities.values())
        return bool(self.entities) and len(self.text.split()) <= values + WORDS_AROUND_A_VALUE

    @property
    def is_short(self) -> bool:
        """ "no, forget it" and "merino jumper" are; "no good, the sole came off" is a reason."""
        return len(self.text.split()) <= SHORT

    @property
    def is_question(self) -> bool:
        return self.text.rstrip().endswith(("?", "؟"))

    def every(self, entity: str) -> list[str]:
        """The different values given for one entity, in the order of the text."""
        return list(dict.fromkeys(value for name, value in self.named if name == entity))

    def payload_for(self, intent: str, **more: str) -> str:
        """The button payload that says the same, and more, with another intent."""
        orders = " ".join([self.entities.get("order_number", ""), *self.more_orders]).strip()
        values = self.entities | ({"order_number": orders} if orders else {}) | more
        return f"/{intent}{json.dumps(values, ensure_ascii=False)}" if values else f"/{intent}"
