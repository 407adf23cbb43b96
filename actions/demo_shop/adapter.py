"""The embedded demo shop: readable files for what the shop says, SQLite for what customers changed."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.demo_shop import hours, values
from actions.demo_shop.accounts import Accounts
from actions.demo_shop.changes import Changes
from actions.demo_shop.database import Database
from actions.demo_shop.files import LiveFiles, ShopFiles
from actions.demo_shop.orders import Orders
from actions.demo_shop.photos import Photos
from actions.demo_shop.records import StoreRow
from actions.demo_shop.search import ProductIndex, distance_km, stores_at
from actions.demo_shop.service import Service
from actions.shop import (
    Cancellation,
    CancellationPolicy,
    Complaint,
    DayHours,
    Facts,
    OpenNow,
    Order,
    PaymentMethod,
    Photo,
    Product,
    Proof,
    Refund,
    Return,
    Returnable,
    ReturnPolicy,
    ReturnReason,
    ShippingOption,
    Stock,
    Store,
    Warranty,
)
from actions.vocabulary import Vocabulary


class DemoShop(Service):
    """Implements Shop; make it with `await DemoShop.open(...)`."""

    def __init__(self, folder: Path, database: Path, clock: Callable[[], datetime]) -> None:
        self._live = LiveFiles(folder)
        self._database = Database(database)
        self._database.create()
        self._orders = Orders(self._database, clock)
        super().__init__(self._ready, Changes(self._orders), Accounts(self._database, clock), clock)
        self._photos = Photos(self._database, clock)
        self._clock = clock
        self._filling = threading.Lock()
        self._filled: tuple[ShopFiles, date] | None = None
        self._indexed: tuple[ShopFiles, ProductIndex] | None = None
        self._vocabularies: tuple[ShopFiles, dict[str, Vocabulary]] | None = None
        self._ready()

    @classmethod
    async def open(
        cls, folder: Path, database: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> "DemoShop":
        """Raises FilesFaulty with everything wrong in the folder, ShopUnavailable for the database."""
        return await asyncio.to_thread(cls, folder, database, clock)

    def _ready(self) -> ShopFiles:
        """The files as they are now, their orders in the database and dated from today."""
        files = self._live.now()
        today = self._clock().astimezone(ZoneInfo(files.shop.timezone)).date()
        with self._filling:
            if self._filled is None or self._filled[0] is not files or self._filled[1] != today:
                self._database.fill(files, today)
                self._filled = files, today
        return files

    # Orders: in a thread, because SQLite waits for the disk.

    async def find_order(self, number: str, proof: Proof) -> Order | None:
        return await asyncio.to_thread(lambda: self._orders.find(self._ready(), number, proof))

    async def cancel_order(self, number: str, proof: Proof, key: str) -> Cancellation:
        return await asyncio.to_thread(lambda: self._orders.cancel(self._ready(), number, proof, key))

    async def returnable(
        self, number: str, proof: Proof, reason: ReturnReason = ReturnReason.CHANGED_MIND
    ) -> tuple[Returnable, ...]:
        return await asyncio.to_thread(lambda: self._orders.returnable(self._ready(), number, proof, reason))

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
        return await asyncio.to_thread(
            lambda: self._orders.start_return(
                self._ready(), number, proof, skus=skus, reason=reason, key=key, wanted=wanted
            )
        )

    async def add_photos(self, label: str, photos: tuple[Photo, ...], note: str, key: str) -> None:
        await asyncio.to_thread(lambda: self._photos.add(label, photos, note, key))

    async def refund_status(self, number: str, proof: Proof) -> tuple[Refund, ...]:
        return await asyncio.to_thread(lambda: self._orders.refunds(self._ready(), number, proof))

    async def record_complaint(self, text: str, topic: str, key: str, order: str | None = None) -> Complaint:
        return await asyncio.to_thread(lambda: self._orders.complain(self._ready(), text, topic, key, order))

    # Policies.

    async def facts(self) -> Facts:
        return values.facts(self._live.now().shop)

    async def vocabulary(self, language: str) -> Vocabulary:
        files = self._live.now()
        if self._vocabularies is None or self._vocabularies[0] is not files:
            made = {code: Vocabulary(words) for code, words in files.words.items()}
            self._vocabularies = files, made
        return self._vocabularies[1].get(language, Vocabulary())

    async def return_policy(self, category: str) -> ReturnPolicy:
        policies = self._live.now().policies
        return values.return_policy(policies.returns[category], policies.refunds)

    async def cancellation_policy(self) -> CancellationPolicy:
        policies = self._live.now().policies
        return values.cancellation_policy(policies.cancellation, policies.refunds)

    async def warranty(self, category: str) -> Warranty:
        return values.warranty(self._live.now().policies.warranty[category])

    async def shipping_options(self, country: str) -> tuple[ShippingOption, ...]:
        rows = [row for row in self._live.now().policies.shipping if row.country == country.upper()]
        return tuple(values.shipping_option(row) for row in sorted(rows, key=lambda row: (row.cost, row.id)))

    async def payment_methods(self, country: str | None = None) -> tuple[PaymentMethod, ...]:
        rows = self._live.now().policies.payment.values()
        here = (
            row for row in rows if country is None or not row.countries or country.upper() in row.countries
        )
        return tuple(values.payment_method(row) for row in here)

    # Stores and their hours.

    async def towns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.town for row in self._live.now().stores))

    async def find_stores(
        self, place: str | None = None, *, near: tuple[float, float] | None = None
    ) -> tuple[Store, ...]:
        files = self._live.now()
        rows = stores_at(files.stores, place, files.words) if place else files.stores
        found = tuple(values.store(row) for row in rows)
        if near is None:
            return found
        away = (replace(store, distance_km=distance_km(near, (store.lat, store.lon))) for store in found)
        return tuple(sorted(away, key=lambda store: store.distance_km or 0))

    async def store_hours(
        self, store_id: str, day: date | None = None, *, weekday: str | None = None
    ) -> DayHours:
        row = self._store(store_id)
        today = hours.local(row, self._clock()).date()
        return values.day_hours(row, day or (hours.next_weekday(today, weekday) if weekday else today))

    async def week_hours(self, store_id: str) -> tuple[DayHours, ...]:
        row = self._store(store_id)
        today = hours.local(row, self._clock()).date()
        return tuple(values.day_hours(row, date.fromordinal(today.toordinal() + ahead)) for ahead in range(7))

    async def holiday_hours(self, store_id: str, count: int = 3) -> tuple[DayHours, ...]:
        row = self._store(store_id)
        today = hours.local(row, self._clock()).date()
        return tuple(values.day_hours(row, day) for day in hours.next_holidays(row, today, count))

    async def open_now(self, store_id: str) -> OpenNow:
        row = self._store(store_id)
        is_open, until = hours.open_until(row, self._clock())
        return OpenNow(values.store(row), is_open, until)

    def _store(self, store_id: str) -> StoreRow:
        return next(row for row in self._live.now().stores if row.id == store_id)

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
        rows = await asyncio.to_thread(lambda: self._index().find(text))
        found = (
            row
            for row in rows
            if category in {None, row.category}
            and any(values.fits(variant, size, color) for variant in row.variants)
        )
        return tuple(values.product(row) for row in found)[:limit]

    async def availability(
        self, product_sku: str, *, size: str | None = None, color: str | None = None, town: str | None = None
    ) -> tuple[Stock, ...]:
        files = self._live.now()
        row = next((row for row in files.products if row.sku == product_sku), None)
        if row is None:
            return ()
        today = self._clock().astimezone(ZoneInfo(files.shop.timezone)).date()
        stores = stores_at(files.stores, town, files.words) if town else files.stores
        variants = [variant for variant in row.variants if values.fits(variant, size, color)]
        return tuple(values.stock(files, row, variants, stores, today))

    def _index(self) -> ProductIndex:
        files = self._live.now()
        if self._indexed is None or self._indexed[0] is not files:
            self._indexed = files, ProductIndex(files.products, files.words.values())
        return self._indexed[1]
