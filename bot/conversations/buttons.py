"""The shop's own buttons and orders: what customers ask of the shop itself and no bot needs to understand."""

from bot.conversations.messages import Button, Entry, Wish
from bot.conversations.ports import Wording

PREFIX = "shopdesk:"
PERSON = f"{PREFIX}{Wish.PERSON}"
LANGUAGE = f"{PREFIX}{Wish.LANGUAGE}"
BACK = f"{PREFIX}back"  # a waiting customer's: go on with the assistant instead
ERASE = f"{PREFIX}erase"
SPEAK = "lang:"  # an order that ends in a language

LASTING = (PERSON, LANGUAGE, ERASE, f"{PREFIX}{SPEAK}")  # good also after their conversation has ended


def payload_of(entry: Entry) -> str | None:
    """What the pressed button stands for."""
    payload = entry.details.get("payload")
    return payload if isinstance(payload, str) else None


def order_of(entry: Entry) -> str | None:
    """What the line asks of the shop itself: a wish's name, or what follows `shopdesk:` in a button's payload."""
    wish = entry.details.get("wish")
    if isinstance(wish, str):
        return wish
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
