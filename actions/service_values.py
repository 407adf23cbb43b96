"""The values of what a shop does besides selling: offers, payments, membership, accounts; frozen like the others."""

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions.shop_values import OrderLine, Proof, Rule, Status


class PaymentState(enum.StrEnum):
    """Where one payment stands."""

    PAID = "paid"
    PENDING = "pending"  # not settled between the banks yet
    FAILED = "failed"  # nothing was charged


class Wish(enum.StrEnum):
    """What an e-mail address is enough for; the shop answers to that address alone."""

    LOGIN_LINK = "login_link"
    ERASURE = "erasure"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Payment:
    order: str
    amount: Decimal
    method: str  # the id of a payment method
    state: PaymentState
    day: date


@dataclass(frozen=True, slots=True)
class Invoice:
    order: str
    link: str | None  # None: not there yet
    rule: Rule


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    states: tuple[Status, ...]  # in which an order may still be changed
    rule: Rule
    exchange: Rule  # that allows another variant instead of the money


@dataclass(frozen=True, slots=True)
class Swap:
    """One line of an order that has another size or colour now."""

    order: str
    before: OrderLine
    after: OrderLine
    rule: Rule


@dataclass(frozen=True, slots=True)
class Promotion:
    id: str
    name: str
    code: str | None  # None: it counts for everybody
    percent: int | None
    amount: Decimal | None
    minimum: Decimal | None
    categories: tuple[str, ...]  # empty: all
    excluded: tuple[str, ...]  # kinds
    first: date
    last: date
    today: date

    @property
    def runs(self) -> bool:
        return self.first <= self.today <= self.last


@dataclass(frozen=True, slots=True)
class PriceMatch:
    days: int  # from the order
    rule: Rule


@dataclass(frozen=True, slots=True)
class Membership:
    points: int  # for each unit of money spent
    reward_points: int
    reward: Decimal  # what `reward_points` are worth
    rule: Rule

    def worth(self, points: int) -> Decimal:
        return self.reward * (points // self.reward_points)


@dataclass(frozen=True, slots=True)
class Referral:
    reward: Decimal  # for each of the two
    minimum: Decimal  # of the friend's first order
    rule: Rule


@dataclass(frozen=True, slots=True)
class CreditTerms:
    months: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class AccountTerms:
    link_hours: int
    erasure_days: int
    keep_years: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Account:
    points: int | None  # None: not a member
    credit: Decimal


@dataclass(frozen=True, slots=True)
class Owner:
    """What proves an account: both must fit."""

    email: str
    postcode: str

    @property
    def proof(self) -> Proof:
        return Proof(email=self.email, postcode=self.postcode)
