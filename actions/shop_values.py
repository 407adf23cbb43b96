"""The values a shop answers with, all frozen; money is Decimal in the shop's currency, dates are the shop's."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

CATEGORIES = ("shoes", "clothing", "electronics", "home")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Refusal(enum.StrEnum):
    """Why a change is refused; the responses have a text for each."""

    ALREADY_SENT = "already_sent"  # too late to cancel: with the carrier or delivered
    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_RETURNED = "already_returned"
    NOT_DELIVERED = "not_delivered"  # nothing to return yet
    WINDOW_CLOSED = "window_closed"  # the return window has passed
    EXCLUDED = "excluded"  # this kind of item cannot be returned for this reason
    NOT_IN_ORDER = "not_in_order"
    SOLD_OUT = "sold_out"  # what was wanted instead


class Status(enum.StrEnum):
    """Where an order, or one line of it, stands."""

    PLACED = "placed"
    PACKED = "packed"
    SHIPPED = "shipped"
    READY = "ready"  # waiting at the pick-up place
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNING = "returning"  # a return was started, the parcel is not back yet
    RETURNED = "returned"  # the parcel is back


class RefundState(enum.StrEnum):
    """Where the customer's money is."""

    AWAITING_PARCEL = "awaiting_parcel"  # starts when the parcel is back
    IN_PROGRESS = "in_progress"  # the shop is paying; `due` says by when
    PAID = "paid"


class ReturnReason(enum.StrEnum):
    """Why something comes back; a fault of the shop's lifts window and cost limits."""

    CHANGED_MIND = "changed_mind"
    WRONG_SIZE = "wrong_size"
    DAMAGED = "damaged"
    FAULTY = "faulty"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the shop's policy: its id, its words, and where it stands ("policies.yml:12")."""

    id: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The second factor beside an order number; when both are given, both must fit."""

    email: str | None = None
    postcode: str | None = None

    def __post_init__(self) -> None:
        if not (self.email or "").strip() and not (self.postcode or "").strip():
            raise ValueError("a proof needs an e-mail address or a postcode")


@dataclass(frozen=True, slots=True)
class OrderLine:
    sku: str  # of the variant
    product: str
    category: str
    size: str | None
    color: str | None
    quantity: int
    price: Decimal  # of one
    status: Status


@dataclass(frozen=True, slots=True)
class Refund:
    order: str
    amount: Decimal
    method: str  # where the money goes: the id of a payment method
    state: RefundState
    items: tuple[str, ...]  # product names
    due: date | None  # latest day the money is there; None until the parcel is back
    paid: date | None
    rule: Rule


@dataclass(frozen=True, slots=True)
class Order:
    number: str
    status: Status
    country: str
    placed: date
    lines: tuple[OrderLine, ...]
    total: Decimal  # lines and shipping
    shipping: Decimal
    payment_method: str  # its id
    carrier: str | None
    tracking: str | None
    tracking_url: str | None
    expected: date | None  # delivery promised for
    delivered: date | None
    cancelled: date | None
    address: str | None  # where it goes, on one line
    late: bool  # expected lies in the past and it has not arrived
    refunds: tuple[Refund, ...]
    photos: tuple[str, ...] = ()  # names of what was sent for its returns


@dataclass(frozen=True, slots=True)
class Cancellation:
    order: str
    refund: Refund
    rule: Rule


@dataclass(frozen=True, slots=True)
class Returnable:
    """One line and whether it may come back; `refusal` is None when it may."""

    line: OrderLine
    deadline: date | None
    refusal: Refusal | None
    rule: Rule


@dataclass(frozen=True, slots=True)
class Return:
    number: str  # "R-1042"
    order: str
    items: tuple[str, ...]
    label: str  # the code to show or write on the parcel
    drop_off: str  # what to do with the parcel, one sentence
    deadline: date  # last day to hand it in
    refund: Refund
    cost: Decimal  # what the return costs the customer
    rule: Rule
    exchange: OrderLine | None = None  # what is sent instead of a refund


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture or document that a customer sent; `key` names its bytes in the log of the chat."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Complaint:
    number: str  # "C-1007"
    answer_by: datetime  # UTC


@dataclass(frozen=True, slots=True)
class Store:
    id: str
    name: str
    town: str
    country: str  # ISO 3166 alpha-2
    timezone: str
    address: str
    postcode: str
    phone: str
    lat: float
    lon: float
    distance_km: float | None = None  # only when searched by position


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one store on one day, in the store's own time; no spans means closed."""

    store: Store
    day: date
    weekday: str  # lower case English
    spans: tuple[tuple[time, time], ...]
    holiday: str | None  # name of the public holiday, in English


@dataclass(frozen=True, slots=True)
class OpenNow:
    store: Store
    open: bool
    until: datetime | None  # store's time: when it closes, or opens next (None: not within two weeks)


@dataclass(frozen=True, slots=True)
class Variant:
    sku: str
    size: str | None
    color: str | None


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    name: str
    category: str
    kind: str  # "running shoes"
    price: Decimal
    properties: tuple[tuple[str, str], ...]
    variants: tuple[Variant, ...]
    goes_with: tuple[str, ...] = ()  # names of products, the best first


@dataclass(frozen=True, slots=True)
class Stock:
    """How many of one variant are at one place."""

    product: Product
    variant: Variant
    store: Store | None  # None: online
    quantity: int
    restock: date | None  # when it is expected back, if known


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    category: str
    window_days: int
    conditions: tuple[str, ...]
    excluded: tuple[str, ...]  # kinds that cannot come back when the customer changed their mind
    cost: Decimal  # what the return costs the customer when the shop is not at fault
    refund_days: int  # working days from the parcel's arrival
    refund_method: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class CancellationPolicy:
    states: tuple[Status, ...]  # in which cancelling is possible
    fee: Decimal
    refund_days: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Warranty:
    category: str
    months: int
    covers: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class ShippingOption:
    id: str
    name: str
    country: str
    cost: Decimal
    free_from: Decimal | None  # order value from which it costs nothing
    days_min: int  # working days
    days_max: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    id: str
    name: str
    note: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Facts:
    """The shop itself and how to reach it."""

    name: str
    currency: str
    timezone: str
    email: str
    phone: str
    website: str
    desk_hours: str  # OSM opening_hours, in `timezone`
    desk_hours_text: str  # the same in plain English
    about: str
    countries: tuple[str, ...]  # with stores or delivery, ISO 3166 alpha-2
