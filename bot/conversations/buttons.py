"""The shop's own buttons and orders: what customers ask of the shop itself and no bot needs to understand."""

from bot.conversations.messages import Button, Entry, Wish
from bot.conversations.ports import Wording
from bot.conversations.ratings import STEPS

PREFIX = "shopdesk:"
PERSON = f"{PREFIX}{Wish.PERSON}"
LANGUAGE = f"{PREFIX}{Wish.LANGUAGE}"
BACK = f"{PREFIX}back"  # a waiting customer's: go on with the assistant instead
ERASE = f"{PREFIX}erase"
SPEAK = "lang:"  # an order that ends in a language
RATE = "rate:"  # …in the number of a rating and a step
WRITE = "rating_write:"  # …in the number of a rating, as the next two do
SKIP = "rating_skip:"
WORDS = "rating_words:"  # no button's: the line that the customer wrote to it

LASTING = (  # good also after their conversation has ended
    PERSON,
    LANGUAGE,
    ERASE,
    *(f"{PREFIX}{order}" for order in (SPEAK, RATE, WRITE, SKIP)),
)


def payload_of(entry: Entry) -> str | None:
    """What the pressed button stands for."""
    payload = entry.details.get("payload")
    return payload if isinstance(payload, str) else None


def order_of(entry: Entry) -> str | None:
    """What the line asks of the shop itself: a wish's name, an order, or what follows `shopdesk:` in a payload."""
    for told in (entry.details.get("wish"), entry.details.get("order")):
        if isinstance(told, str):
            return told
    payload = payload_of(entry)
    return payload.removeprefix(PREFIX) if payload and payload.startswith(PREFIX) else None


def lasts(payload: str) -> bool:
    return payload.startswith(LASTING)


def back(wording: Wording, language: str) -> Button:
    return Button(wording.say(language, "back_button"), BACK)


def person(wording: Wording, language: str) -> Button:
    return Button(wording.say(language, "person_button"), PERSON)


def choose_language(wording: Wording, language: str) -> Button:
    return Button(wording.say(language, "language_button"), LANGUAGE)


def erase(wording: Wording, language: str) -> Button:
    return Button(wording.say(language, "erase_button"), ERASE)


def languages(wording: Wording) -> tuple[Button, ...]:
    """Each in its own words."""
    return tuple(
        Button(wording.say(code, "language_name"), f"{PREFIX}{SPEAK}{code}") for code in wording.languages
    )


def steps(wording: Wording, language: str, rating_id: int) -> tuple[Button, ...]:
    """How it was, the best first."""
    return tuple(
        Button(wording.say(language, f"rating_{step}"), f"{PREFIX}{RATE}{rating_id}:{step}") for step in STEPS
    )


def write(wording: Wording, language: str, rating_id: int) -> Button:
    return Button(wording.say(language, "rating_write_button"), f"{PREFIX}{WRITE}{rating_id}")


def skip(wording: Wording, language: str, rating_id: int) -> Button:
    return Button(wording.say(language, "back_button"), f"{PREFIX}{SKIP}{rating_id}")
