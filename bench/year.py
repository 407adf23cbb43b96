"""A believable year of a shop's conversations, made from a seed: seasons, a bad week, a policy that changes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

YEAR = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 365
BAD_WEEK = (datetime(2025, 3, 10, tzinfo=UTC), datetime(2025, 3, 17, tzinfo=UTC))  # the carrier stood still
POLICY_CHANGE = datetime(2025, 6, 2, tzinfo=UTC)  # returns within 60 days, no longer 30
LINES_EACH = 6.56  # as they come out below

LANGUAGES = {"nb": 30, "en": 20, "fi": 18, "it": 17, "ur-Latn": 9, "ur": 6}
CHANNELS = {"widget": 72, "telegram": 28}
MONTHS = (1.15, 0.9, 0.9, 0.9, 0.95, 0.9, 0.75, 0.85, 0.95, 1.0, 1.5, 1.7)
WEEKDAYS = (1.25, 1.15, 1.1, 1.05, 1.0, 0.75, 0.7)
HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 20, 21, 22, 20, 19, 18, 18, 19, 22, 25, 24, 18, 10, 5)
TOPICS = {
    "order_status": 24, "return_policy": 11, "start_return": 9, "refund_status": 8, "shipping_time": 7,
    "product_availability": 7, "store_hours": 6, "item_problem": 5, "payment_methods": 4, "cancel_order": 4,
    "promotions": 4, "change_address": 3, "complaint": 3, "warranty": 2, "invoice": 2, "out_of_scope": 1,
}  # fmt: skip
RULES = {
    "return_policy": "return-shoes",
    "start_return": "return-shoes",
    "shipping_time": "no-standard",
    "refund_status": "refunds",
    "warranty": "warranty-shoes",
    "cancel_order": "cancellation",
}
TEXTS = {
    "no-standard": "Standard to Norway costs 4.90 EUR.",
    "refunds": "Refunds arrive within 5 working days.",
    "warranty-shoes": "Shoes have a warranty of 2 years.",
    "cancellation": "An order can be cancelled until it is sent.",
}
CAUSES = {
    "delivery": 30,
    "product": 20,
    "policy": 14,
    "wait": 12,
    "website": 9,
    "price": 7,
    "staff": 4,
    "other": 4,
}
# How often the bot does not understand a line, by language: what the equality part has to find.
UNCLEAR = {"nb": 0.06, "en": 0.05, "fi": 0.08, "it": 0.07, "ur": 0.11, "ur-Latn": 0.17}


@dataclass(frozen=True, slots=True)
class Said:
    at: datetime
    author: str
    decision: str | None = None  # of a bot's line: what it made of the line before
    intent: str | None = None
    rule: tuple[str, str] | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Handed:
    asked_at: datetime
    posted: bool | None = None  # whether its card came up in Slack; None without Slack
    claimed_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    ending: str | None = None
    verdict: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    channel: str
    address: str
    language: str
    topic: str
    said: tuple[Said, ...]
    handed: Handed | None = None
    outcome: str | None = None
    came_from: str | None = None  # the widget's address that it was carried on from


@dataclass
class _Customer:
    number: int
    channel: str
    language: str
    moved: bool = False

    @property
    def address(self) -> str:
        return f"{self.channel}-{self.number}"


@dataclass
class Year:
    """`lines` is how many, about; the same seed is the same year."""

    lines: int
    seed: int = 7
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - nothing here is secret

    def talks(self) -> Iterator[Talk]:
        """In the order in which they began, but for customers who come back."""
        customers = [self._customer(number) for number in range(max(20, int(self.lines / LINES_EACH / 2.2)))]
        wanted = int(self.lines / LINES_EACH / 1.16)  # the rest are those who come back
        for moment in self._moments(wanted):
            customer = self._random.choice(customers)
            topic = self._topic(moment)
            talk = self._talk(customer, topic, moment)
            yield talk
            while self._random.random() < self._comes_back(talk):
                wait = timedelta(hours=self._random.expovariate(1 / 30))
                if talk.came_from and self._random.random() < 0.5:
                    customer = _Customer(customer.number, "widget", customer.language)
                talk = self._talk(customer, topic, talk.said[-1].at + wait)
                yield talk

    def _customer(self, number: int) -> _Customer:
        channel, language = self._pick(CHANNELS), self._pick(LANGUAGES)
        return _Customer(number, channel, language)

    def _pick(self, weights: dict[str, int]) -> str:
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _moments(self, wanted: int) -> list[datetime]:
        days = [YEAR + timedelta(days=day) for day in range(DAYS)]
        weights = [MONTHS[day.month - 1] * WEEKDAYS[day.weekday()] * _trouble(day) for day in days]
        chosen = self._random.choices(days, weights, k=wanted)
        hours = self._random.choices(range(24), HOURS, k=wanted)
        return sorted(
            day + timedelta(hours=hour, seconds=self._random.randrange(3600))
            for day, hour in zip(chosen, hours, strict=True)
        )

    def _topic(self, moment: datetime) -> str:
        weights = dict(TOPICS)
        if _in_bad_week(moment):
            weights["order_status"] *= 4
        if moment.month == 1:
            weights["start_return"] *= 2
            weights["refund_status"] *= 2
        return self._pick(weights)

    def _talk(self, customer: _Customer, topic: str, began: datetime) -> Talk:
        said, at = [], began
        wants_person = topic in ("complaint", "item_problem") and self._random.random() < 0.7
        for turn in range(1 + min(6, int(self._random.expovariate(0.55)))):
            said += self._turn(customer.language, topic if turn == 0 else "inform", at)
            at = said[-1].at + timedelta(seconds=self._random.randint(8, 90))
            if said[-1].decision in ("reject", None):
                wants_person = wants_person or self._random.random() < 0.5
        came_from = None
        if customer.channel == "widget" and not customer.moved and self._random.random() < 0.03:
            came_from = customer.address
            customer.channel, customer.moved = "telegram", True
        handed = None
        if wants_person or self._random.random() < 0.13:
            handed = self._hand_over(customer, at)
            said += self._with_person(handed, at)
        outcome = None
        if self._random.random() < 0.8:
            outcome = (
                "handed_over"
                if handed
                else self._random.choice(("answered", "answered", "done", "abandoned"))
            )
        return Talk(
            customer.channel,
            customer.address,
            customer.language,
            topic,
            tuple(said),
            handed,
            outcome,
            came_from,
        )

    def _turn(self, language: str, intent: str, at: datetime) -> list[Said]:
        chance = self._random.random()
        unclear = UNCLEAR[language]
        decision: str | None = "answer"
        if chance < 0.004:
            decision = None  # the bot failed
        elif chance < unclear:
            decision = "reject" if chance < unclear / 3 else "ask"
        rule = self._rule(intent, at) if decision == "answer" else None
        lines = [Said(at, "customer"), Said(at + timedelta(seconds=1), "bot", decision, intent, rule)]
        if self._random.random() < 0.35:  # an answer of two lines
            lines.append(Said(at + timedelta(seconds=1), "bot", decision, intent))
        return lines

    def _rule(self, intent: str, at: datetime) -> tuple[str, str] | None:
        rule = RULES.get(intent)
        if rule == "return-shoes":
            return rule, f"Shoes can be returned within {60 if at >= POLICY_CHANGE else 30} days."
        return (rule, TEXTS[rule]) if rule else None

    def _hand_over(self, customer: _Customer, at: datetime) -> Handed:
        posted = None if customer.number % 2 else self._random.random() > 0.01
        if at.hour < 7 or at.hour >= 21:  # the desk is closed
            return Handed(at, posted, ended_at=at, ending="expired")
        slow = (4.0 if _in_bad_week(at) else 1.0) * (1.7 if customer.language in ("ur", "ur-Latn") else 1.0)
        wait = timedelta(seconds=self._random.expovariate(1 / (70 * slow)))
        if wait > timedelta(minutes=5):
            return Handed(at, posted, ended_at=at + timedelta(minutes=5), ending="expired")
        if self._random.random() < 0.04:
            return Handed(at, posted, ended_at=at + wait / 2, ending="withdrawn")
        claimed = at + wait
        if self._random.random() < 0.02:
            return Handed(at, posted, claimed, None, claimed + timedelta(hours=24), "lapsed")
        answered = claimed + timedelta(seconds=self._random.uniform(10, 120))
        ended = answered + timedelta(seconds=self._random.lognormvariate(5.6, 0.8))
        if self._random.random() < 0.22:
            return Handed(at, posted, claimed, answered, ended, "returned")
        verdict = self._random.choices(("solved", "unsolved", "no_case"), (82, 13, 5))[0]
        causes = CAUSES | ({"delivery": 120} if _in_bad_week(at) else {})
        causes["policy"] = 6 if at >= POLICY_CHANGE else 20
        judged = self._random.random() < 0.9
        cause = self._pick(causes) if judged else None
        return Handed(at, posted, claimed, answered, ended, "resolved", verdict if judged else None, cause)

    def _with_person(self, handed: Handed, at: datetime) -> list[Said]:
        said = [Said(at, "customer"), Said(at + timedelta(seconds=1), "shop")]
        if handed.answered_at and handed.ended_at:
            step = (handed.ended_at - handed.answered_at) / 6
            said.append(Said(handed.answered_at, "agent"))
            said.append(Said(handed.answered_at + step, "customer"))
            said.append(Said(handed.answered_at + 2 * step, "agent", internal=True))
            said.append(Said(handed.answered_at + 3 * step, "agent"))
            said.append(Said(handed.ended_at, "shop"))
        return said

    def _comes_back(self, talk: Talk) -> float:
        chance = 0.09 + 0.4 * UNCLEAR[talk.language]
        if talk.handed and not talk.handed.answered_at:
            chance += 0.2
        if talk.topic == "order_status" and _in_bad_week(talk.said[0].at):
            chance += 0.3
        if talk.topic == "return_policy" and talk.said[0].at < POLICY_CHANGE:
            chance += 0.06
        return chance


def _in_bad_week(moment: datetime) -> bool:
    return BAD_WEEK[0] <= moment < BAD_WEEK[1]


def _trouble(day: datetime) -> float:
    black_friday = datetime(2025, 11, 28, tzinfo=UTC)
    if _in_bad_week(day):
        return 1.8
    return 1.9 if abs(day - black_friday) <= timedelta(days=2) else 1.0
