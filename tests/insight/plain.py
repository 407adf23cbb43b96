"""What a year comes to, counted in plain Python from what was made: knows neither SQL nor the report's code."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from bench.year import Handed, Talk

ZONE = ZoneInfo("Europe/Oslo")
TARGET = 300.0


@dataclass
class Counted:
    talks: int = 0
    lines: int = 0
    contained: int = 0
    known: int = 0
    resolved: int = 0
    resolved_by_bot: int = 0
    again: int = 0
    understood: int = 0
    read: int = 0
    days: Counter[str] = field(default_factory=Counter)
    hours: Counter[tuple[int, int]] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    causes: Counter[tuple[str, str]] = field(default_factory=Counter)
    unclear: Counter[tuple[str | None, str]] = field(default_factory=Counter)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    cited_in: Counter[tuple[str, str]] = field(default_factory=Counter)
    waiting: list[float] = field(default_factory=list)
    first_answer: list[float] = field(default_factory=list)
    handling: list[float] = field(default_factory=list)
    promised: int = 0
    kept: int = 0
    judged: int = 0
    solved: int = 0

    def median(self, measure: str) -> float:
        return median(getattr(self, measure))


def came_again(talks: Sequence[Talk]) -> dict[int, timedelta | None]:
    """By place: how long after its end the same customer began another conversation."""
    owner: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for talk in talks:
        here = owner.setdefault((talk.channel, talk.address), {(talk.channel, talk.address)})
        if talk.came_from:
            there = owner.setdefault(("widget", talk.came_from), {("widget", talk.came_from)})
            if here is not there:
                here |= there
                for address in there:
                    owner[address] = here
    mine: dict[int, list[int]] = defaultdict(list)
    for place, talk in enumerate(talks):
        mine[id(owner[talk.channel, talk.address])].append(place)
    again: dict[int, timedelta | None] = {}
    for places in mine.values():
        places.sort(key=lambda place: (began(talks[place]), place))
        for place, following in zip(places, [*places[1:], None], strict=True):
            wait = None if following is None else began(talks[following]) - ended(talks[place])
            again[place] = None if wait is None else max(timedelta(0), wait)
    return again


def began(talk: Talk) -> datetime:
    return min(said.at for said in talk.said if said.author == "customer")


def ended(talk: Talk) -> datetime:
    return max(said.at for said in talk.said if not said.internal)


def count(
    talks: Sequence[Talk], first: date, last: date, channel: str | None = None, language: str | None = None
) -> Counted:
    again, counted = came_again(talks), Counted()
    for place, talk in enumerate(talks):
        if channel not in (None, talk.channel) or language not in (None, talk.language):
            continue
        if first <= began(talk).astimezone(ZONE).date() <= last:
            _count_talk(counted, talk, again[place])
        if talk.handed and first <= talk.handed.asked_at.astimezone(ZONE).date() <= last:
            _count_handed(counted, talk.handed)
    return counted


def _count_talk(counted: Counted, talk: Talk, again: timedelta | None) -> None:
    local = began(talk).astimezone(ZONE)
    counted.talks += 1
    counted.lines += sum(not said.internal for said in talk.said)
    counted.days[local.date().isoformat()] += 1
    counted.hours[local.weekday(), local.hour] += 1
    counted.channels[talk.channel] += 1
    counted.languages[talk.language] += 1
    turns = list(_turns(talk))
    understood = [turn for turn in turns if turn[0] == "answer"]
    topic = (
        talk.topic if talk.outcome else next((intent for _, intent in understood if intent != "inform"), "")
    )
    counted.topics[topic] += 1
    counted.understood += len(understood)
    counted.read += sum(decision is not None for decision, _ in turns)
    for decision, intent in turns:
        if decision != "answer":
            counted.unclear[intent if decision else None, decision or "failed"] += 1
    rules = [said.rule for said in talk.said if said.rule]
    counted.answers.update(rules)
    counted.cited_in.update(set(rules))
    counted.contained += talk.handed is None
    counted.known += 1  # every year is long over
    came_back = again is not None and again <= timedelta(hours=72)
    counted.again += came_back
    if talk.handed is None:
        counted.resolved_by_bot += bool(understood) and not came_back
        counted.resolved += bool(understood) and not came_back
    else:
        helped = talk.handed.answered_at is not None and talk.handed.verdict != "unsolved"
        counted.resolved += helped and not came_back


def _turns(talk: Talk) -> Iterable[tuple[str | None, str | None]]:
    """What the bot made of each line that it answered; further lines of an answer follow a bot's line."""
    before = ""
    for said in talk.said:
        if said.author == "bot" and before == "customer":
            yield said.decision, said.intent
        before = said.author


def _count_handed(counted: Counted, handed: Handed) -> None:
    shown = handed.posted is not False and handed.ended_at != handed.asked_at
    passed = [
        ("shown", shown),
        ("claimed", handed.claimed_at is not None),
        ("answered", handed.answered_at is not None),
        ("ended", handed.ending in ("resolved", "returned")),
        (handed.ending or "", True),
    ]
    counted.steps["asked"] += 1
    for name, came in passed:
        if not came:
            break
        counted.steps[name] += 1
    if handed.cause and handed.verdict and handed.verdict != "no_case":
        counted.causes[handed.cause, handed.verdict] += 1
    counted.judged += handed.verdict in ("solved", "unsolved")
    counted.solved += handed.verdict == "solved"
    _count_times(counted, handed, shown)


def _count_times(counted: Counted, handed: Handed, shown: bool) -> None:
    asked, first = handed.asked_at, None
    if handed.claimed_at:
        counted.waiting.append((handed.claimed_at - asked).total_seconds())
        if handed.ended_at:
            counted.handling.append((handed.ended_at - handed.claimed_at).total_seconds())
    if handed.answered_at:
        first = (handed.answered_at - asked).total_seconds()
        counted.first_answer.append(first)
    left = handed.ended_at is not None and (handed.ended_at - asked).total_seconds() < TARGET
    if shown and not (handed.ending == "withdrawn" and handed.claimed_at is None and left):
        counted.promised += 1
        counted.kept += first is not None and first <= TARGET
