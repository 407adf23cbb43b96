"""What the errands need of a shop besides selling: changes of orders, payments, offers, accounts."""

from typing import Protocol

from actions.service_values import (
    Account,
    AccountTerms,
    ChangeTerms,
    CreditTerms,
    Invoice,
    Membership,
    Owner,
    Payment,
    PriceMatch,
    Promotion,
    Referral,
    Swap,
    Wish,
)
from actions.shop_values import Proof


class ShopService(Protocol):
    """A part of Shop; `key` makes a deed happen once, and every method may raise ShopUnavailable."""

    # Orders: nothing without an order number and a proof; all raise OrderNotFound.

    async def payments(self, number: str, proof: Proof) -> tuple[Payment, ...]:
        """In the order in which they were made."""
        ...

    async def invoice(self, number: str, proof: Proof) -> Invoice: ...

    async def change_terms(self) -> ChangeTerms: ...

    async def change_address(self, number: str, proof: Proof, address: str, key: str) -> None:
        """Raises NotAllowed."""
        ...

    async def swap(self, number: str, proof: Proof, sku: str, wanted: str, key: str) -> Swap:
        """Have `wanted`, another variant of the same product, in place of `sku`; raises NotAllowed."""
        ...

    # Offers.

    async def promotions(self) -> tuple[Promotion, ...]:
        """Those that run today."""
        ...

    async def promotion(self, code: str) -> Promotion | None:
        """Whose code it is, also before and after it runs."""
        ...

    async def price_match(self) -> PriceMatch: ...

    async def membership(self) -> Membership: ...

    async def referral(self) -> Referral: ...

    # Accounts.

    async def credit_terms(self) -> CreditTerms: ...

    async def account_terms(self) -> AccountTerms: ...

    async def account(self, owner: Owner) -> Account | None:
        """None when it is unknown or not theirs."""
        ...

    async def wish(self, wish: Wish, email: str, key: str) -> str:
        """Note the wish and give its number; the shop answers by mail, so nobody learns who has an account."""
        ...
