"""What the modals look like, and how their answers read."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversations.handoffs import Cause, Verdict
from bot.conversations.messages import Message
from bot.desk.slack import names
from bot.desk.slack.text.blocks import (
    INPUT_VALUE,
    Block,
    Choice,
    menu,
    modal,
    people_menu,
    question,
    section,
    text_field,
)

Json = Mapping[str, Any]

VERDICTS: Mapping[Verdict, str] = {
    Verdict.SOLVED: "Solved",
    Verdict.UNSOLVED: "Not solved",
    Verdict.NO_CASE: "No case (test, wrong number, abuse)",
}
CAUSES: Mapping[Cause, str] = {
    Cause.DELIVERY: "Delivery",
    Cause.PRODUCT: "Product",
    Cause.STAFF: "Staff",
    Cause.PRICE: "Price",
    Cause.WEBSITE: "Website",
    Cause.POLICY: "Policy",
    Cause.WAIT: "Waiting time",
    Cause.OTHER: "Something else",
}
PROPOSED = "Proposed by the assistant. Choose another when it is wrong."


def hand_over_view(about: Json, places: Sequence[tuple[str, str]]) -> Block:
    choices = [Choice(f"#{name}", channel) for channel, name in places]
    blocks = [section("Choose a colleague, or another desk channel whose people will be asked.")]
    blocks.append(question(names.PERSON, "Colleague", people_menu(names.PERSON, "Somebody"), optional=True))
    if choices:
        blocks.append(
            question(names.PLACE, "Desk channel", menu(names.PLACE, "A channel", choices), optional=True)
        )
    return modal("Hand over", names.HAND_OVER_MODAL, blocks, submit="Hand over", private=private(about))


def resolve_view(about: Json, proposed: Cause | None = None) -> Block:
    """`proposed`: the cause that stands there until the agent chooses another."""
    verdicts = [Choice(label, verdict) for verdict, label in VERDICTS.items()]
    causes = [Choice(label, cause) for cause, label in CAUSES.items()]
    blocks = [
        question(
            names.VERDICT, "What came of it?", menu(names.VERDICT, "Outcome", verdicts, chosen=Verdict.SOLVED)
        ),
        question(
            names.CAUSE,
            "What was it about?",
            menu(names.CAUSE, "Cause", causes, chosen=proposed),
            hint=PROPOSED if proposed else None,
        ),
    ]
    return modal("Resolve", names.RESOLVE_MODAL, blocks, submit="Resolve", private=private(about))


def wait_view(title: str) -> Block:
    return modal(title, "wait", [section("One moment …")], close="Close")


def words_view(title: str, text: str) -> Block:
    return modal(title, "words", [section(text)], close="Close")


def suggest_view(about: Json, answer: str, *, title: str = "Suggested answer") -> Block:
    field = text_field(names.TEXT, value=answer, lines=True, limit=INPUT_VALUE)
    blocks = [question(names.TEXT, "Change it as you like. The customer gets it from you.", field)]
    return modal(title, names.SUGGEST_MODAL, blocks, submit="Send", private=private(about))


def review_view(about: Json, title: str, lines: Sequence[Message], chosen: int) -> Block:
    """`lines`: the bot's, the newest first; `chosen`: the id of the one that is meant most likely."""
    choices = [Choice(" ".join(line.entry.text.split()) or "(no text)", str(line.id)) for line in lines]
    ask = text_field(names.TEXT, lines=True, limit=INPUT_VALUE)
    blocks = [
        question(
            names.LINE, "The bot's line", menu(names.LINE, "Choose a line", choices, chosen=str(chosen))
        ),
        question(names.TEXT, "What should it have said?", ask, optional=True),
    ]
    return modal(title, names.REVIEW_MODAL, blocks, submit="Keep for review", private=private(about))


def private(about: Json) -> str:
    return json.dumps(dict(about), separators=(",", ":"))


def about_of(view: Json) -> dict[str, Any]:
    """What `private` wrote."""
    found = json.loads(view.get("private_metadata") or "{}")
    return found if isinstance(found, dict) else {}


def answer_of(view: Json, field: str) -> str | None:
    """What was chosen or written in a field; None when nothing was."""
    values = (view.get("state") or {}).get("values") or {}
    given = (values.get(field) or {}).get(field) or {}
    option = given.get("selected_option") or {}
    found = option.get("value") or given.get("selected_user") or given.get("value")
    return str(found) if found else None
