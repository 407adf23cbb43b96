"""A shop with a few orders and no database, and a tracker as Rasa posts it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from rasa_sdk import Tracker

from actions.shop import (
    Cancellation,
    CancellationPolicy,
    Complaint,
    Facts,
    Order,
    OrderLine,
    Product,
    Proof,
    Refund,
    RefundState,
    Refusal,
    Return,
    Returnable,
    ReturnReason,
    Rule,
    ShopUnavailable,
    Status,
)
from actions.vocabulary import Vocabulary

RULE = Rule("rule", "A rule.", "policies.yml:1")
SHOES = OrderLine("S1-42", "Fjell Runner", "shoes", "42", "black", 1, Decimal("119.00"), Status.DELIVERED)
LAMP = OrderLine("H1", "Lykt Lamp", "home", None, "white", 1, Decimal("49.00"), Status.DELIVERED)
REFUND = Refund(
    "10442", Decimal("119.00"), "card", RefundState.IN_PROGRESS, ("Fjell Runner",), None, None, RULE
)


def order(
    number: str = "10442", status: Status = Status.PLACED, lines: tuple[OrderLine, ...] = (SHOES,)
) -> Order:
    return Order(
        number=number,
        status=status,
        country="NO",
        placed=date(2026, 11, 1),
        lines=lines,
        total=Decimal("123.90"),
        shipping=Decimal("4.90"),
        payment_method="card",
        carrier=None,
        tracking=None,
        tracking_url=None,
        expected=None,
        delivered=None,
        cancelled=None,
        address=None,
        late=False,
        refunds=(),
    )


@dataclass
class FakeShop:
    """Knows its orders by number and e-mail address; remembers what was done to it."""

    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    done: list[tuple[str, ...]] = field(default_factory=list)
    down: bool = False
    refused: Refusal | None = None  # for the lines below, or for all when there are none
    refused_skus: tuple[str, ...] = ()

    async def facts(self) -> Facts:
        self._up()
        return Facts(
            "Varde",
            "EUR",
            "Europe/Oslo",
            "a@b.example",
            "+4721090000",
            "https://b.example",
            "",
            "",
            "",
            ("NO",),
        )

    async def vocabulary(self, language: str) -> Vocabulary:
        return Vocabulary()

    async def find_order(self, number: str, proof: Proof) -> Order | None:
        self._up()
        return self.orders.get((number, proof.email or ""))

    async def cancellation_policy(self) -> CancellationPolicy:
        return CancellationPolicy((Status.PLACED, Status.PACKED), Decimal(0), 5, RULE)

    async def cancel_order(self, number: str, proof: Proof, key: str) -> Cancellation:
        self.done.append(("cancel", number, key))
        place = (number, proof.email or "")
        self.orders[place] = replace(self.orders[place], status=Status.CANCELLED)
        return Cancellation(number, REFUND, RULE)

    async def returnable(
        self, number: str, proof: Proof, reason: ReturnReason = ReturnReason.CHANGED_MIND
    ) -> tuple[Returnable, ...]:
        lines = self.orders[number, proof.email or ""].lines
        return tuple(Returnable(line, date(2026, 12, 1), self._refusal(line), RULE) for line in lines)

    async def start_return(
        self, number: str, proof: Proof, skus: tuple[str, ...], reason: ReturnReason, key: str
    ) -> Return:
        self.done.append(("return", number, *skus, reason.value, key))
        day = date(2026, 12, 6)
        return Return("R-1", number, skus, "CODE", "Drop it.", day, REFUND, Decimal(0), RULE)

    async def search_products(self, text: str = "", **_: Any) -> tuple[Product, ...]:
        known = (SHOES, "running shoes"), (LAMP, "lamps")
        return tuple(
            Product(line.sku, line.product, line.category, kind, line.price, (), ())
            for line, kind in known
            if text in {line.product, kind}
        )

    async def record_complaint(self, text: str, topic: str, key: str, order: str | None = None) -> Complaint:
        self.done.append(("complaint", text, topic, key))
        return Complaint("C-1", datetime(2026, 11, 23, 12, tzinfo=UTC))

    def _refusal(self, line: OrderLine) -> Refusal | None:
        return self.refused if not self.refused_skus or line.sku in self.refused_skus else None

    def _up(self) -> None:
        if self.down:
            raise ShopUnavailable


def tracker(
    text: str,
    intent: str,
    *,
    entities: dict[str, str] | None = None,
    slots: dict[str, Any] | None = None,
    form: str | None = None,
    after: str = "action_listen",
    message_id: str = "7",
    before: Sequence[tuple[str, str]] = (),
) -> Tracker:
    """As Rasa posts it: `form` is active, `after` ran last, `before` are earlier texts and intents."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
        "metadata": {"message_id": message_id, "language": "en"},
    }
    earlier = [
        {"event": "user", "text": words, "parse_data": {"intent": {"name": meant}}} for words, meant in before
    ]
    said = {"event": "user", "text": text, "parse_data": message}
    loop = {"name": form} if form else {}
    return Tracker("s", slots or {}, message, [*earlier, said], False, None, loop, after)
