"""Reads what the demo shop does besides selling: service.yml, promotions.yml, accounts.csv, payments.csv."""

from dataclasses import dataclass
from typing import TypeVar

from actions.demo_shop.reading import Reader
from actions.demo_shop.records import Record, RuleRow
from actions.demo_shop.service_records import (
    AccountRow,
    AccountsRow,
    ChangesRow,
    CreditRow,
    ExchangesRow,
    InvoicesRow,
    MembershipRow,
    PaymentMadeRow,
    PriceMatchRow,
    PromotionRow,
    ReferralRow,
)

NAMES = ("service.yml", "promotions.yml", "accounts.csv", "payments.csv")

P = TypeVar("P", bound=RuleRow)
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Service:
    changes: ChangesRow
    exchanges: ExchangesRow
    invoices: InvoicesRow
    price_match: PriceMatchRow
    membership: MembershipRow
    referral: ReferralRow
    credit: CreditRow
    accounts: AccountsRow
    promotions: tuple[PromotionRow, ...]
    customers: dict[str, AccountRow]  # by e-mail address, lower case
    payments: tuple[PaymentMadeRow, ...]


def read_service(reader: Reader) -> Service | None:
    """None when there are faults, which the reader has."""
    promotions = [
        row
        for line, values in reader.yaml("promotions.yml").get("", [])
        for row in reader.record(PromotionRow, "promotions.yml", line, values)
    ]
    customers = _table(reader, "accounts.csv", AccountRow)
    payments = _table(reader, "payments.csv", PaymentMadeRow)
    sections = reader.yaml("service.yml")

    def rule(section: str, kind: type[P]) -> list[P]:
        return rules_of(reader, "service.yml", sections.get(section, []), section, kind)

    changes, invoices = rule("changes", ChangesRow), rule("invoices", InvoicesRow)
    match, membership = rule("price_match", PriceMatchRow), rule("membership", MembershipRow)
    referral, credit = rule("referral", ReferralRow), rule("credit", CreditRow)
    accounts, exchanges = rule("accounts", AccountsRow), rule("exchanges", ExchangesRow)
    if reader.faults:
        return None
    return Service(
        changes=changes[0],
        exchanges=exchanges[0],
        invoices=invoices[0],
        price_match=match[0],
        membership=membership[0],
        referral=referral[0],
        credit=credit[0],
        accounts=accounts[0],
        promotions=tuple(promotions),
        customers={row.email.casefold(): row for row in customers},
        payments=tuple(payments),
    )


def rules_of(
    reader: Reader, file: str, rows: list[tuple[int, object]], section: str, kind: type[P]
) -> list[P]:
    """The rules of a section, each with a text that can be filled in."""
    if not rows:
        reader.fault(file, 1, f"no {section}", "add the section")
    found = [rule for line, values in rows for rule in reader.record(kind, file, line, values)]
    for rule in found:
        try:
            rule.rule()
        except (KeyError, IndexError, ValueError) as error:
            reader.fault(
                file, rule.line, f"text of {rule.id} names {error}", "use only the rule's own fields"
            )
    return found


def _table(reader: Reader, file: str, kind: type[R]) -> list[R]:
    return [record for line, cells in reader.csv(file) for record in reader.record(kind, file, line, cells)]
