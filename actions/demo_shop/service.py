"""The part of the demo shop that is not about selling: changes, payments, offers and accounts."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from actions.demo_shop.accounts import Accounts
from actions.demo_shop.changes import Changes
from actions.demo_shop.files import ShopFiles
from actions.demo_shop.service_records import PromotionRow
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
from actions.shop import Proof


class Service:
    """Implements ShopService; what touches orders waits for the disk, in a thread."""

    def __init__(
        self,
        ready: Callable[[], ShopFiles],
        changes: Changes,
        accounts: Accounts,
        clock: Callable[[], datetime],
    ) -> None:
        self._files = ready
        self._changes = changes
        self._accounts = accounts
        self._now = clock

    async def payments(self, number: str, proof: Proof) -> tuple[Payment, ...]:
        return await asyncio.to_thread(lambda: self._changes.payments(self._files(), number, proof))

    async def invoice(self, number: str, proof: Proof) -> Invoice:
        return await asyncio.to_thread(lambda: self._changes.invoice(self._files(), number, proof))

    async def change_terms(self) -> ChangeTerms:
        row = self._files().service.changes
        return ChangeTerms(row.states, row.rule(), self._files().service.exchanges.rule())

    async def change_address(self, number: str, proof: Proof, address: str, key: str) -> None:
        await asyncio.to_thread(
            lambda: self._changes.address(self._files(), number, proof, address=address, key=key)
        )

    async def swap(self, number: str, proof: Proof, sku: str, wanted: str, key: str) -> Swap:
        return await asyncio.to_thread(
            lambda: self._changes.swap(self._files(), number, proof, sku=sku, wanted=wanted, key=key)
        )

    async def promotions(self) -> tuple[Promotion, ...]:
        rows = self._files().service.promotions
        return tuple(it for it in map(self._promotion, rows) if it.runs)

    async def promotion(self, code: str) -> Promotion | None:
        rows = self._files().service.promotions
        return next((self._promotion(row) for row in rows if row.code == code.upper()), None)

    def _promotion(self, row: PromotionRow) -> Promotion:
        today = self._today()
        return Promotion(
            **row.model_dump(exclude={"line", "from_in_days", "to_in_days"}),
            first=today + timedelta(days=row.from_in_days),
            last=today + timedelta(days=row.to_in_days),
            today=today,
        )

    def _today(self) -> date:
        return self._now().astimezone(ZoneInfo(self._files().shop.timezone)).date()

    async def price_match(self) -> PriceMatch:
        row = self._files().service.price_match
        return PriceMatch(row.days, row.rule())

    async def membership(self) -> Membership:
        row = self._files().service.membership
        return Membership(row.points, row.reward_points, row.reward, row.rule())

    async def referral(self) -> Referral:
        row = self._files().service.referral
        return Referral(row.reward, row.minimum, row.rule())

    async def credit_terms(self) -> CreditTerms:
        row = self._files().service.credit
        return CreditTerms(row.months, row.rule())

    async def account_terms(self) -> AccountTerms:
        row = self._files().service.accounts
        return AccountTerms(row.link_hours, row.erasure_days, row.keep_years, row.rule())

    async def account(self, owner: Owner) -> Account | None:
        return self._accounts.find(self._files(), owner)

    async def wish(self, wish: Wish, email: str, key: str) -> str:
        return await asyncio.to_thread(lambda: self._accounts.wish(wish, email, key))
