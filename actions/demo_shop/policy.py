"""What a customer may do, decided by the shop's policy data alone; each decision names its rule."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from actions.demo_shop.files import Policies
from actions.shop import NotAllowed, Order, OrderLine, Refusal, Returnable, ReturnReason, Rule, Status

SHOP_AT_FAULT = frozenset(
    {ReturnReason.DAMAGED, ReturnReason.FAULTY, ReturnReason.WRONG_ITEM, ReturnReason.NOT_AS_DESCRIBED}
)


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """What returning some lines costs and pays."""

    lines: tuple[OrderLine, ...]
    amount: Decimal  # paid back, after `cost`
    cost: Decimal
    rule: Rule


def check_cancel(status: Status, policies: Policies) -> Rule:
    """The rule that allows it; raises NotAllowed."""
    rule = policies.cancellation.rule()
    if status is Status.CANCELLED:
        raise NotAllowed(Refusal.ALREADY_CANCELLED, rule)
    if status in {Status.RETURNING, Status.RETURNED}:
        raise NotAllowed(Refusal.ALREADY_RETURNED, rule)
    if status not in policies.cancellation.states:
        raise NotAllowed(Refusal.ALREADY_SENT, rule)
    return rule


def returnable(
    order: Order, line: OrderLine, kind: str, reason: ReturnReason, *, policies: Policies, today: date
) -> Returnable:
    """Whether one line may come back; `kind` is its product's."""
    policy = policies.returns[line.category]
    at_fault = reason in SHOP_AT_FAULT
    rule = policies.warranty[line.category].rule() if at_fault else policy.rule()
    deadline = None
    if order.delivered:
        months = policies.warranty[line.category].months
        deadline = (
            months_after(order.delivered, months)
            if at_fault
            else order.delivered + timedelta(days=policy.window_days)
        )
    excluded = not at_fault and kind in policy.excluded
    return Returnable(line, deadline, _refusal(line.status, deadline, today, excluded=excluded), rule)


def _refusal(status: Status, deadline: date | None, today: date, *, excluded: bool) -> Refusal | None:
    if status is Status.CANCELLED:
        return Refusal.ALREADY_CANCELLED
    if status in {Status.RETURNING, Status.RETURNED}:
        return Refusal.ALREADY_RETURNED
    if status is not Status.DELIVERED or deadline is None:
        return Refusal.NOT_DELIVERED
    if excluded:
        return Refusal.EXCLUDED
    return Refusal.WINDOW_CLOSED if today > deadline else None


def return_terms(
    offers: Iterable[Returnable], skus: tuple[str, ...], reason: ReturnReason, policies: Policies
) -> ReturnTerms:
    """For the lines asked for, or all that may come back; raises NotAllowed for the first that may not."""
    offers = tuple(offers)
    missing = set(skus) - {offer.line.sku for offer in offers}
    if missing:
        raise NotAllowed(Refusal.NOT_IN_ORDER, offers[0].rule)
    chosen = [o for o in offers if (o.line.sku in skus if skus else o.refusal is None)]
    for offer in chosen or offers:
        if offer.refusal is not None:
            raise NotAllowed(offer.refusal, offer.rule)
    lines = tuple(offer.line for offer in chosen)
    cost = Decimal(0)  # one parcel: the dearest line decides
    if reason not in SHOP_AT_FAULT:
        cost = max(policies.returns[line.category].cost for line in lines)
    value = sum((line.price * line.quantity for line in lines), Decimal(0))
    return ReturnTerms(lines, max(value - cost, Decimal(0)), cost, chosen[0].rule)


def working_days_after(day: date, count: int) -> date:
    """Saturdays and Sundays do not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
