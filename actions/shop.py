"""What the errands need of a shop, in their words: the Shop protocol and its errors; values in shop_values."""

from datetime import date
from typing import Protocol

from actions.shop_service import ShopService
from actions.shop_values import (
    CATEGORIES,
    WEEKDAYS,
    Cancellation,
    CancellationPolicy,
    Complaint,
    DayHours,
    Facts,
    OpenNow,
    Order,
    OrderLine,
    PaymentMethod,
    Photo,
    Product,
    Proof,
    Refund,
    RefundState,
    Refusal,
    Return,
    Returnable,
    ReturnPolicy,
    ReturnReason,
    Rule,
    ShippingOption,
    Status,
    Stock,
    Store,
    Variant,
    Warranty,
)
from actions.vocabulary import Vocabulary

__all__ = [
    "CATEGORIES",
    "WEEKDAYS",
    "Cancellation",
    "CancellationPolicy",
    "Complaint",
    "DayHours",
    "Facts",
    "NotAllowed",
    "OpenNow",
    "Order",
    "OrderLine",
    "OrderNotFound",
    "PaymentMethod",
    "Photo",
    "Product",
    "Proof",
    "Refund",
    "RefundState",
    "Refusal",
    "Return",
    "ReturnNotFound",
    "ReturnPolicy",
    "ReturnReason",
    "Returnable",
    "Rule",
    "ShippingOption",
    "Shop",
    "ShopError",
    "ShopUnavailable",
    "Status",
    "Stock",
    "Store",
    "Variant",
    "Warranty",
]


class ShopError(Exception):
    """The root of everything a shop raises."""


class ShopUnavailable(ShopError):
    """The shop cannot answer now: hand over."""


class OrderNotFound(ShopError):
    """No such order, or not theirs: the two read the same, on purpose."""


class ReturnNotFound(ShopError):
    """No return has that code."""


class NotAllowed(ShopError):
    """The shop's policy forbids it; carries the reason and the rule that says so."""

    def __init__(self, reason: Refusal, rule: Rule) -> None:
        super().__init__(f"{reason} ({rule.id})")
        self.reason = reason
        self.rule = rule


class Shop(ShopService, Protocol):
    """A shop as the errands see it; every method may raise ShopUnavailable.

    `key` is the customer's message id: doing the same errand with the same key again returns the
    first result and changes nothing.
    """

    async def facts(self) -> Facts: ...

    async def vocabulary(self, language: str) -> Vocabulary:
        """The shop's own texts (conditions, kinds, notes …) in that language, as far as there are translations."""
        ...

    # Orders: nothing without an order number and a proof.

    async def find_order(self, number: str, proof: Proof) -> Order | None:
        """The order, or None when it is unknown or not theirs."""
        ...

    async def cancel_order(self, number: str, proof: Proof, key: str) -> Cancellation:
        """Raises OrderNotFound, NotAllowed."""
        ...

    async def returnable(
        self, number: str, proof: Proof, reason: ReturnReason = ReturnReason.CHANGED_MIND
    ) -> tuple[Returnable, ...]:
        """Each line of the order and whether it may come back today; raises OrderNotFound."""
        ...

    async def start_return(
        self,
        number: str,
        proof: Proof,
        skus: tuple[str, ...],
        reason: ReturnReason,
        key: str,
        *,
        wanted: str | None = None,
    ) -> Return:
        """Return these lines (all that may come back when `skus` is empty).

        `wanted`: have this other variant of the one line instead of the money.
        Raises OrderNotFound, NotAllowed (nothing is returned when one of the lines may not be).
        """
        ...

    async def add_photos(self, label: str, photos: tuple[Photo, ...], note: str, key: str) -> None:
        """Keep photos and the words that came with them beside a return.

        The code on the parcel is proof enough: nobody but who started the return was told it.
        Raises ReturnNotFound.
        """
        ...

    async def refund_status(self, number: str, proof: Proof) -> tuple[Refund, ...]:
        """Raises OrderNotFound; empty when no money is owed."""
        ...

    async def record_complaint(
        self, text: str, topic: str, key: str, order: str | None = None
    ) -> Complaint: ...

    # Policies, each with the rule it comes from.

    async def return_policy(self, category: str) -> ReturnPolicy: ...

    async def cancellation_policy(self) -> CancellationPolicy: ...

    async def warranty(self, category: str) -> Warranty: ...

    async def shipping_options(self, country: str) -> tuple[ShippingOption, ...]:
        """Cheapest first; empty when the shop does not deliver there."""
        ...

    async def payment_methods(self, country: str | None = None) -> tuple[PaymentMethod, ...]: ...

    # Stores and their hours.

    async def towns(self) -> tuple[str, ...]:
        """Every town with a store, as the store file spells it."""
        ...

    async def find_stores(
        self, place: str | None = None, *, near: tuple[float, float] | None = None
    ) -> tuple[Store, ...]:
        """By town, alias, postcode or country; or by distance from (lat, lon), nearest first.

        All stores when neither is given; empty when the place has none.
        """
        ...

    async def store_hours(
        self, store_id: str, day: date | None = None, *, weekday: str | None = None
    ) -> DayHours:
        """Of a date; of the next such weekday, today included; of today in the store's time."""
        ...

    async def week_hours(self, store_id: str) -> tuple[DayHours, ...]:
        """Seven days from today in the store's time."""
        ...

    async def holiday_hours(self, store_id: str, count: int = 3) -> tuple[DayHours, ...]:
        """The next public holidays and the hours on them."""
        ...

    async def open_now(self, store_id: str) -> OpenNow: ...

    # Products.

    async def search_products(
        self,
        text: str = "",
        *,
        category: str | None = None,
        size: str | None = None,
        color: str | None = None,
        limit: int = 5,
    ) -> tuple[Product, ...]:
        """Best first; forgives typing errors; empty rather than far-fetched."""
        ...

    async def availability(
        self,
        product_sku: str,
        *,
        size: str | None = None,
        color: str | None = None,
        town: str | None = None,
    ) -> tuple[Stock, ...]:
        """Online first, then the stores that carry it; what is sold out is there with quantity 0.

        With `town`: online and that town's stores only. Empty when no such variant exists.
        """
        ...
