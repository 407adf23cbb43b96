"""The rows of the demo shop's files, as types that cannot be wrong."""

import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opening_hours import validate
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from actions.shop import Rule, Status

Category = Literal["shoes", "clothing", "electronics", "home"]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Money = Annotated[Decimal, Field(ge=0, decimal_places=2)]
Days = Annotated[int, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


def _opening_hours(text: str) -> str:
    """Refuse what the evaluator cannot read, and school holidays, which nobody knows."""
    if not validate(text):
        raise ValueError("not opening hours; write them like Mo-Fr 10:00-18:00; Su,PH off")
    if re.search(r"\bSH\b|PH *[+-]\d", text):
        raise ValueError(
            "school holidays (SH) and days beside a holiday (PH -1 day) are unknown here; write the dates"
        )
    return text


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("not a time zone; write it like Europe/Oslo") from error
    return name


def _words(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


Hours = Annotated[str, AfterValidator(_opening_hours)]
Timezone = Annotated[str, AfterValidator(_timezone)]


class Record(BaseModel):
    """One row; `line` is where it stands in its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    line: int


class ShopRow(Record):
    name: Text
    currency: Text
    timezone: Timezone
    email: Email
    phone: Text
    website: Text
    desk_hours: Hours
    desk_hours_text: Text
    about: Text
    countries: tuple[Country, ...]


class StoreRow(Record):
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    name: Text
    town: Text
    aliases: tuple[Text, ...] = ()
    country: Country
    region: str | None = None
    timezone: Timezone
    address: Text
    postcode: Text
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    phone: Text
    hours: Hours


class VariantRow(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    sku: Text
    size: Text | None = None
    color: Text | None = None


class ProductRow(Record):
    sku: Text
    name: Text
    category: Category
    kind: Text
    aliases: tuple[Text, ...] = ()
    price: Money
    properties: dict[str, str] = {}
    variants: Annotated[tuple[VariantRow, ...], Field(min_length=1)]
    goes_with: tuple[Text, ...] = ()


class StockRow(Record):
    sku: Text
    quantities: dict[str, Days]  # place -> how many; a place that does not carry it is missing
    restock_in_days: Days | None = None


class RuleRow(Record):
    """A rule; the {curly} names in its text are its own fields."""

    file: ClassVar[str] = "policies.yml"
    id: Text
    text: Text

    def rule(self) -> Rule:
        return Rule(self.id, self.text.format(**self.model_dump()), f"{self.file}:{self.line}")


class ReturnRow(RuleRow):
    category: Category
    window_days: Days
    cost: Money
    conditions: tuple[Text, ...] = ()
    excluded: tuple[Text, ...] = ()


class WarrantyRow(RuleRow):
    category: Category
    months: Days
    covers: Text


class RefundsRow(RuleRow):
    days: Days
    method: Text


class CancellationRow(RuleRow):
    states: tuple[Literal[Status.PLACED, Status.PACKED, Status.SHIPPED, Status.READY], ...]
    fee: Money


class HandInRow(RuleRow):
    country: Country
    days: Days


class ShippingRow(RuleRow):
    country: Country
    name: Text
    cost: Money
    free_from: Money | None = None
    days: tuple[Days, Days]


class PaymentRow(RuleRow):
    name: Text
    note: str = ""
    countries: tuple[Country, ...] = ()
    refund_to: str | None = None


class ComplaintsRow(RuleRow):
    answer_hours: Days


class OrderRow(Record):
    number: Annotated[str, Field(pattern=r"^\d{5}$")]
    name: Text
    email: Email
    postcode: Text
    country: Country
    status: Status
    placed_days_ago: Days
    shipping_option: Text
    shipping_cost: Money
    payment: Text
    carrier: str | None = None
    tracking: str | None = None
    expected_in_days: int | None = None
    delivered_days_ago: Days | None = None
    cancelled_days_ago: Days | None = None


class LineRow(Record):
    order: Text
    sku: Text
    quantity: Annotated[int, Field(ge=1)]
    price: Money
    status: Status | None = None


class RefundRow(Record):
    order: Text
    skus: Annotated[tuple[Text, ...], BeforeValidator(_words)]
    amount: Money
    method: Text
    rule: Text
    received_days_ago: Days | None = None
    paid_days_ago: Days | None = None
