"""What each measure means, in words for the page and in SQL for the database, side by side."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from bot.conversations.handoffs import HandoffEnd, Verdict
from bot.conversations.ratings import GOOD, Rated
from bot.insight.views import handovers, rated, talks

AGAIN = timedelta(hours=72)
Flag = sa.ColumnElement[bool]

_t, _h = talks.c, handovers.c
SETTLED = sa.bindparam("settled", type_=_t.last_at.type)  # 72 hours before now
TARGET = sa.bindparam("target", type_=sa.Float)  # seconds: SHOPDESK_ANSWER_TARGET
LATE = sa.bindparam("late", type_=_h.asked_at.type)  # TARGET before now

_known = _t.last_at <= SETTLED
_again = sa.and_(_t.again_after.is_not(None), _t.again_after <= int(AGAIN.total_seconds()))
_by_bot = sa.and_(sa.not_(_t.handed), _t.answered > 0)
_by_person = sa.and_(_t.helped, sa.not_(_t.unsolved))
_left_early = sa.and_(
    _h.claimed_at.is_(None), _h.ending == HandoffEnd.WITHDRAWN.value, _h.open_seconds < TARGET
)
_due = sa.or_(_h.answered_at.is_not(None), _h.asked_at <= LATE)


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; both are summed over the rows of `table`."""

    key: str
    title: str
    meaning: str
    table: sa.FromClause
    part: sa.ColumnElement[int]
    whole: sa.ColumnElement[int]
    better: str = "more"  # or "less"


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of a hand-over, in seconds; the less, the better. Told as its median."""

    key: str
    title: str
    meaning: str
    column: sa.ColumnElement[float]
    better: str = "less"


def _one(condition: Flag) -> sa.ColumnElement[int]:
    return sa.case((condition, 1), else_=0)


CONTAINED = Share(
    "contained",
    "Containment",
    "Conversations in which no person was asked for, of all. As contact centres count it, those whom the assistant "
    "did not help are among them, which is why true resolution stands beside it.",
    talks,
    _one(sa.not_(_t.handed)),
    _one(sa.true()),
)
RESOLVED = Share(
    "resolved",
    "True resolution",
    "Conversations that were answered and whose customer began no other within 72 hours, on any channel and about "
    "anything. Answered: by a person, if one was asked for, and not called unsolved by them; else the assistant "
    "understood at least one line. The field's first contact resolution counts only questions about the same; ours "
    "is stricter. Conversations that ended less than 72 hours ago are not counted yet. A conversation ends after a "
    "day without a word: who writes again sooner goes on in the same one.",
    talks,
    _one(sa.and_(_known, sa.not_(_again), sa.or_(_by_bot, _by_person))),
    _one(_known),
)
BY_BOT = Share(
    "resolved_by_bot",
    "Resolved by the assistant",
    "The true resolutions in which no person was asked for, of all conversations that ended 72 hours ago or earlier.",
    talks,
    _one(sa.and_(_known, sa.not_(_again), _by_bot)),
    _one(_known),
)
ASKED_AGAIN = Share(
    "asked_again",
    "Asked again",
    "Conversations whose customer began another within 72 hours after the last line, on any channel and about "
    "anything. The same customer is: the same address on a channel, or addresses that one conversation moved between.",
    talks,
    _one(sa.and_(_known, _again)),
    _one(_known),
    better="less",
)
UNDERSTOOD = Share(
    "understood",
    "Understood at once",
    "Customers' lines that the assistant was sure of, of those that it read. Of the others it asked what was meant, "
    "or said that it did not understand.",
    talks,
    _t.answered,
    _t.answered + _t.asked_back + _t.rejected,
)
TAKEN = Share(
    "taken",
    "Taken by a person",
    "Hand-overs that somebody claimed, of those that were shown to staff while the customer waited. The field's "
    "abandonment rate is the rest.",
    handovers,
    _one(sa.and_(_h.shown, _h.claimed_at.is_not(None))),
    _one(_h.shown),
)
PROMISE = Share(
    "promise",
    "Promise kept",
    "Hand-overs in which a person answered within the target (SHOPDESK_ANSWER_TARGET), of those shown to staff. The "
    "field calls it service level. Customers who went back to the assistant before the target was over are left "
    "out, and those who still wait within it.",
    handovers,
    _one(sa.and_(_h.shown, _h.first_answer_seconds <= TARGET)),
    _one(sa.and_(_h.shown, _due, sa.not_(sa.func.coalesce(_left_early, sa.false())))),
)
SOLVED = Share(
    "solved",
    "Solved, say agents",
    "Hand-overs that the agent called solved, of those called solved or unsolved. What the customer thought of it, "
    "asked-again tells better.",
    handovers,
    _one(_h.verdict == Verdict.SOLVED.value),
    _one(_h.verdict.in_((Verdict.SOLVED.value, Verdict.UNSOLVED.value))),
)
LIKED_BOT = Share(
    "liked_bot",
    "Satisfied with the assistant",
    "Ratings of 4 or 5, of those that customers gave the assistant: the field's CSAT. Who did not answer the question "
    "is not in it.",
    rated,
    _one(sa.and_(rated.c.rated == Rated.BOT.value, rated.c.score >= GOOD)),
    _one(sa.and_(rated.c.rated == Rated.BOT.value, rated.c.score.is_not(None))),
)
LIKED_PERSON = Share(
    "liked_person",
    "Satisfied with people",
    "The same, of the ratings that customers gave a person.",
    rated,
    _one(sa.and_(rated.c.rated == Rated.PERSON.value, rated.c.score >= GOOD)),
    _one(sa.and_(rated.c.rated == Rated.PERSON.value, rated.c.score.is_not(None))),
)
WAITING = Time(
    "waiting",
    "Waiting",
    "From asking for a person until somebody claimed the conversation, while the desk was open or not. The field "
    "calls its average speed of answer; we give the median, since a few long waits hide in an average.",
    _h.waiting_seconds,
)
FIRST_ANSWER = Time(
    "first_answer",
    "First answer",
    "From asking for a person until the first line of one: the field's first response time.",
    _h.first_answer_seconds,
)
HANDLING = Time(
    "handling",
    "Handling",
    "From the claim until the hand-over ended. The field's handle time counts the agent's work alone; ours also the "
    "minutes in which the agent waits for the customer.",
    _h.handling_seconds,
)

TALK_SHARES = (CONTAINED, RESOLVED, BY_BOT, ASKED_AGAIN, UNDERSTOOD)
HANDOVER_SHARES = (TAKEN, PROMISE, SOLVED)
RATING_SHARES = (LIKED_BOT, LIKED_PERSON)
SHARES = (*TALK_SHARES, *HANDOVER_SHARES, *RATING_SHARES)
TIMES = (WAITING, FIRST_ANSWER, HANDLING)
