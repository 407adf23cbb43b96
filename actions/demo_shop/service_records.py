"""The rows of service.yml, promotions.yml, accounts.csv and payments.csv, as types that cannot be wrong."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from actions.demo_shop.records import Category, Days, Email, Money, Record, RuleRow, Text
from actions.service_values import PaymentState
from actions.shop import Status

Count = Annotated[int, Field(ge=1)]


class ServiceRow(RuleRow):
    file: ClassVar[str] = "service.yml"


class ChangesRow(ServiceRow):
    states: tuple[Literal[Status.PLACED, Status.PACKED, Status.SHIPPED, Status.READY], ...]


class ExchangesRow(ServiceRow):
    """Nothing but its text."""


class InvoicesRow(ServiceRow):
    states: tuple[Status, ...]
    link: Annotated[str, Field(pattern=r"^https://.*\{number\}")]


class PriceMatchRow(ServiceRow):
    days: Days


class MembershipRow(ServiceRow):
    points: Count
    reward_points: Count
    reward: Money


class ReferralRow(ServiceRow):
    reward: Money
    minimum: Money


class CreditRow(ServiceRow):
    months: Count


class AccountsRow(ServiceRow):
    link_hours: Count
    erasure_days: Days
    keep_years: Days


class PromotionRow(Record):
    id: Text
    name: Text
    code: Annotated[str, Field(pattern=r"^[A-Z0-9]{4,20}$")] | None = None
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    amount: Money | None = None
    minimum: Money | None = None
    categories: tuple[Category, ...] = ()
    excluded: tuple[Text, ...] = ()
    from_in_days: int
    to_in_days: int

    @model_validator(mode="after")
    def _one_discount(self) -> Self:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("give either percent or amount")
        if self.from_in_days > self.to_in_days:
            raise ValueError("from_in_days lies after to_in_days")
        return self


class AccountRow(Record):
    email: Email
    postcode: Text
    address: Text
    points: Annotated[int, Field(ge=0)] | None = None
    credit: Money = Decimal(0)


class PaymentMadeRow(Record):
    order: Text
    amount: Money
    state: PaymentState
    days_ago: Days
