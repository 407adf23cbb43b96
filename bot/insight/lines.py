"""What the log's lines tell of conversations, in SQL: the only place of the report that looks into parses."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import JSONB

from bot.conversations.handoffs import Verdict
from bot.conversations.messages import Author
from bot.storage.tables import conversations, handoffs, messages, outcomes

# What is said in passing; an episode is not about it.
SMALL_TALK = ("greet", "thank", "goodbye", "affirm", "deny", "inform", "bot_challenge")

_line = messages.alias("line")
_details = sa.type_coerce(_line.c.details, sa.JSON().with_variant(JSONB(), "postgresql"))
_decision = _details[("parse", "decision")].as_string()
_intent = _details[("parse", "intent", "name")].as_string()
_by_bot = sa.and_(_line.c.author == Author.BOT.value, _line.c.answers.is_not(None))
_by_customer = _line.c.author == Author.CUSTOMER.value
_wanted: sa.BindParameter[Any] = sa.bindparam("wanted", expanding=True)
_outcome = outcomes.alias("outcome")
_other = handoffs.alias("handoff")


def _answers(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Customers' lines that the bot answered so; one answer may be several lines."""
    return sa.func.count(_line.c.answers.distinct()).filter(_by_bot, condition)


def _first_outcome() -> sa.ScalarSelect[Any]:
    return (
        sa.select(_outcome.c.topic)
        .where(_outcome.c.conversation_id == conversations.c.id)
        .order_by(_outcome.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _first_reading() -> sa.ScalarSelect[Any]:
    return (
        sa.select(_intent)
        .where(
            _line.c.conversation_id == conversations.c.id,
            _by_bot,
            _decision == "answer",
            _intent.not_in(SMALL_TALK),
        )
        .order_by(_line.c.seq)
        .limit(1)
        .scalar_subquery()
    )


def _any_handoff(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(_other.c.conversation_id == conversations.c.id, *conditions)


_COUNTED = (
    sa.select(
        _line.c.conversation_id,
        sa.func.min(_line.c.created_at).filter(_by_customer).label("began_at"),
        sa.func.max(_line.c.created_at).filter(~_line.c.internal).label("last_at"),
        sa.func.count().filter(~_line.c.internal).label("lines"),
        _answers(sa.true()).label("asking"),
        _answers(_decision == "answer").label("answered"),
        _answers(_decision == "ask").label("asked_back"),
        _answers(_decision == "reject").label("rejected"),
        _answers(_decision.is_(None)).label("failed"),
    )
    .where(_line.c.conversation_id.in_(_wanted))
    .group_by(_line.c.conversation_id)
    .having(sa.func.count().filter(_by_customer) > 0)
    .subquery("counted")
)
_FACTS = sa.select(
    _COUNTED,
    conversations.c.channel,
    conversations.c.language,
    sa.func.coalesce(_first_outcome(), _first_reading()).label("topic"),
    _any_handoff().label("handed"),
    _any_handoff(_other.c.answered_at.is_not(None)).label("helped"),
    _any_handoff(_other.c.verdict == Verdict.UNSOLVED.value).label("unsolved"),
).join(conversations, conversations.c.id == _COUNTED.c.conversation_id)
_SOURCES = sa.select(_line.c.conversation_id, _details["sources"].as_json().label("sources")).where(
    _line.c.conversation_id.in_(_wanted), _by_bot, _details[("sources", 0, "rule")].as_string().is_not(None)
)
_UNCLEAR = (
    sa.select(
        _line.c.answers.label("message_id"),
        sa.func.min(_line.c.conversation_id).label("conversation_id"),
        sa.func.min(sa.func.coalesce(_decision, "failed")).label("decision"),
        sa.func.min(_intent).label("nearest"),
    )
    .where(
        _line.c.conversation_id.in_(_wanted),
        _by_bot,
        sa.func.coalesce(_decision, "failed").in_(("ask", "reject", "failed")),
    )
    .group_by(_line.c.answers)
)


def facts(connection: Connection, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """Of those conversations in which a customer wrote: the columns of `counted_conversations` that lines tell."""
    return [dict(row) for row in connection.execute(_FACTS, {"wanted": wanted}).mappings()]


def citations(connection: Connection, wanted: Sequence[int]) -> list[dict[str, Any]]:
    """In how many answers each rule was cited, by its words at the time."""
    cited = Counter(
        (row.conversation_id, *rule)
        for row in connection.execute(_SOURCES, {"wanted": wanted})
        for rule in {_rule(source) for source in row.sources}
    )
    return [
        {"conversation_id": of, "rule": rule, "text": text, "answers": answers}
        for (of, rule, text), answers in cited.items()
    ]


def _rule(source: Mapping[str, str]) -> tuple[str, str]:
    return source["rule"], source["text"]


def unclear(connection: Connection, wanted: Sequence[int]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(_UNCLEAR, {"wanted": wanted}).mappings()]
