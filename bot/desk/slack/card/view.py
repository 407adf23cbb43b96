"""The card: one hand-over as one message, everything needed to answer on one screen."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.conversations.handoffs import Handoff
from bot.conversations.model import Agent
from bot.conversations.ratings import STEPS
from bot.desk.slack.api.people import user_id
from bot.desk.slack.card import words as card_words
from bot.desk.slack.card.buttons import card_buttons
from bot.desk.slack.card.facts import Earlier, Facts
from bot.desk.slack.text.blocks import Block, Words, actions, context, divider, fitting, header, section
from bot.desk.slack.text.escape import cut, neutral
from bot.desk.slack.text.markup import Atom, Markup, bold, date, lines, link, markup, mention, said
from bot.privacy.mask import mask

WHEN = "{date_short_pretty} {time}"
AGO = "{ago}"
LINE_LIMIT = 300
VALUE_LIMIT = 200
NOTICE_LIMIT = 300
UNNAMED = "Customer"


def card(facts: Facts, answer_target: timedelta) -> tuple[str, list[Block]]:
    """The text of its notification, and its blocks. `answer_target`: how soon the customer is to have an answer."""
    sign, state = card_words.status(facts.conversation, facts.handoff)
    topic = card_words.words(facts.handoff.request.topic) or "Question"
    title = f"{sign} {_name(facts)} · {topic}"
    return neutral(cut(f"{state} · {title}", NOTICE_LIMIT)), fitting(
        _blocks(facts, title, state, answer_target)
    )


def moved(facts: Facts, address: str, place: str | None) -> tuple[str, list[Block]]:
    """What stays where a card was before it went to another channel."""
    title = f"↪ {_name(facts)} · {card_words.words(facts.handoff.request.topic) or 'Question'}"
    to = f"#{place}" if place else "another channel"
    blocks = [header(title), context(markup(said("Handed over to "), link(address, to)))]
    return neutral(cut(f"Moved · {title}", NOTICE_LIMIT)), blocks


def _blocks(facts: Facts, title: str, state: str, answer_target: timedelta) -> Iterator[Block]:
    handoff = facts.handoff
    yield header(title)
    yield section(None, list(_state_fields(facts, state, answer_target)))
    if facts.customer is not None and facts.customer.blocked_at is not None:
        yield context("⛔ The customer has blocked us: answers do not arrive any more.")
    if handoff.request.summary:
        yield section(
            f"“{cut(mask(handoff.request.summary), LINE_LIMIT)}”"
        )  # the lines below are for answering
    yield from actions(card_buttons(facts.conversation, handoff))  # so far up that they are never cut off
    yield from _details(handoff)
    if facts.understood is not None:
        yield context(f"🤖 {card_words.understanding(facts.understood)}")
    yield from _last_lines(facts)
    if facts.earlier:
        yield context(_earlier(facts.earlier))
    yield context(_foot(handoff))


def _state_fields(facts: Facts, state: str, answer_target: timedelta) -> Iterator[Words]:
    """Ten at most: Slack takes no more."""
    conversation, handoff = facts.conversation, facts.handoff
    yield _field("Status", said(state))
    yield _field("Assignee", _holder(conversation.agent or handoff.agent))
    yield _field("Channel", said(card_words.channel(conversation.channel)))
    yield _field("Language", said(card_words.language(conversation.language)))
    yield _field("Reason", said(card_words.reason(handoff.request.reason)))
    yield _field("Asked", moment(handoff.asked_at, f"{WHEN} ({AGO})"))
    if handoff.answered_at is not None:
        yield _field("First answer", moment(handoff.answered_at, WHEN))
    elif handoff.end is None or handoff.contact:
        yield _field("Answer due", moment(handoff.asked_at + answer_target, f"{WHEN}"))
    if handoff.snoozed_until is not None and handoff.end is None:
        yield _field("Snoozed until", moment(handoff.snoozed_until, WHEN))
    if handoff.contact:
        yield _field("Contact", said(handoff.contact))
    if handoff.resolution is not None:
        verdict, cause = handoff.resolution.verdict, handoff.resolution.cause
        yield _field("Outcome", said(f"{card_words.words(verdict)}, {card_words.words(cause).lower()}"))
    if facts.praised is not None:
        yield _field("Rated", said(f"{facts.praised} of {max(STEPS)} by the customer"))


def _details(handoff: Handoff) -> Iterator[Block]:
    told = card_words.slots(handoff)
    if told:
        yield section(None, [_field(name, said(value, VALUE_LIMIT)) for name, value in told])
    if found := card_words.order(handoff):
        yield section(
            markup(bold("Order, seen after proof")),
            [_field(name, said(value, VALUE_LIMIT)) for name, value in found],
        )


def _last_lines(facts: Facts) -> Iterator[Block]:
    if facts.lines:
        yield divider()
    name = _name(facts)
    for message in facts.lines:
        yield context(cut(card_words.line(message, name), LINE_LIMIT))


def _earlier(earlier: Sequence[Earlier]) -> Markup:
    return lines(
        [
            markup(
                said("Earlier: "),
                moment(before.opened_at, "{date_short_pretty}"),
                said(f" {card_words.words(before.topic) or 'with the bot'} "),
                link(before.address, "open") if before.address else said(""),
            )
            for before in earlier
        ]
    )


def _foot(handoff: Handoff) -> str:
    asked = f"Hand-over {handoff.id}, conversation {handoff.conversation_id}"
    reminded = f" · reminded {handoff.alerts} times" if handoff.alerts > 1 else ""
    return f"{asked}{reminded} · Answer in the thread; note: keeps a line inside."


def _field(name: str, value: Atom) -> Markup:
    return markup(bold(name), Atom("\n"), value)


def _holder(agent: Agent | None) -> Atom:
    """A mention in a card that is updated calls nobody; it opens the colleague's profile."""
    if agent is None:
        return said("nobody yet")
    user = user_id(agent)
    return mention(user) if user else said(agent.name)


def _name(facts: Facts) -> str:
    return cut((facts.customer.name if facts.customer else None) or UNNAMED, 60)


def moment(at: datetime, shape: str) -> Atom:
    return date(at, shape, f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
