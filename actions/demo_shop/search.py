"""Finds products and stores by what customers write."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from actions.demo_shop.records import ProductRow, StoreRow
from actions.demo_shop.spelling import closest, plain, stems
from actions.wording import locale_of

ENOUGH = 0.6  # of the words that were asked for
_SMALL_WORDS = """
a an the of for in with and or to my me i im is are it some any do does you have has got sell there
looking need want would like show find buy get please can could what which something new good nice best
one pair pairs shop store products product item items under from available stock size colour color
"""
FILLERS = frozenset(stems(_SMALL_WORDS))
COUNTRIES = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "britain": "GB",
    "great britain": "GB",
    "norge": "NO",
}


class ProductIndex:
    """Scores products by the words they share with a query."""

    def __init__(
        self, products: Iterable[ProductRow], words: Iterable[Mapping[str, tuple[str, ...]]] = ()
    ) -> None:
        """`words`: the shop's texts in other languages, one mapping each."""
        self._words = tuple(words)
        self._products = {product.sku: product for product in products}
        self._weights: dict[str, dict[str, float]] = defaultdict(dict)  # word -> sku -> weight
        self._phrases: dict[str, set[str]] = defaultdict(set)  # whole name, kind or alias -> skus
        for product in self._products.values():
            self._add(product)

    def _add(self, product: ProductRow) -> None:
        for phrase in (product.name, *self._spellings(product.kind), product.sku, *self._aliases(product)):
            self._phrases[" ".join(stems(phrase))].add(product.sku)
        for weight, text in self._texts(product):
            for word in stems(text):
                known = self._weights[word]
                known[product.sku] = max(weight, known.get(product.sku, 0))

    def find(self, text: str) -> list[ProductRow]:
        """Best first; all of them, in file order, when the text names nothing."""
        words = [word for word in stems(text) if word not in FILLERS]
        if not words:
            return list(self._products.values()) if not text.strip() else []
        scores: dict[str, float] = defaultdict(float)
        for word in words:
            for sku, score in self._matches(word).items():
                scores[sku] += score / len(words)
        for sku in self._phrases.get(" ".join(words), ()):
            scores[sku] += 1
        good = [sku for sku, score in scores.items() if score >= ENOUGH]
        return [self._products[sku] for sku in sorted(good, key=lambda sku: (-round(scores[sku], 3), sku))]

    def _texts(self, product: ProductRow) -> Iterator[tuple[float, str]]:
        """What a product can be found by, and how much that says."""
        kinds = self._spellings(product.kind)
        yield 1.0, " ".join((product.name, *kinds, product.category, product.sku, *self._aliases(product)))
        for variant in product.variants:
            yield 0.9, " ".join((*self._spellings(variant.color or ""), variant.size or ""))
        for name, value in product.properties.items():
            if not value.startswith("no"):
                yield 0.8, " ".join((*self._spellings(name), *self._spellings(value)))

    def _aliases(self, product: ProductRow) -> Iterator[str]:
        return (said for alias in product.aliases for said in self._spellings(alias))

    def _spellings(self, text: str) -> list[str]:
        """In English and in every language that has words for it."""
        return [text, *(said for words in self._words for said in words.get(text, ()))]

    def _matches(self, word: str) -> dict[str, float]:
        best: dict[str, float] = {}
        for other, alike in closest(word, self._weights).items():
            for sku, weight in self._weights[other].items():
                best[sku] = max(best.get(sku, 0), alike * weight)
        return best


def stores_at(stores: Iterable[StoreRow], place: str, languages: Iterable[str] = ()) -> list[StoreRow]:
    """Those in a town (named, by alias or by postcode) or country; a misspelt town if nothing else fits.

    A country may be called as in English or in these languages.
    """
    wanted, stores = plain(place), tuple(stores)
    exact = [store for store in stores if wanted in _names(store)]
    if not exact:
        country = _country(wanted, languages)
        exact = [store for store in stores if store.country == country]
    if not exact:
        towns = {plain(name): store.town for store in stores for name in (store.town, *store.aliases)}
        meant = closest(wanted, towns)
        best = towns[max(meant, key=lambda name: meant[name])] if meant else None
        exact = [store for store in stores if store.town == best]
    same_town = {store.town for store in exact}
    return exact + [store for store in stores if store.town in same_town and store not in exact]


def _names(store: StoreRow) -> set[str]:
    names = (store.town, store.id, store.name, store.postcode, *store.aliases)
    return {plain(name) for name in names} | {plain(store.postcode).replace(" ", "")}


def _country(name: str, languages: Iterable[str]) -> str | None:
    if name in COUNTRIES:
        return COUNTRIES[name]
    for language in ("en", *languages):
        territories: dict[str, str] = dict(locale_of(language).territories)
        for code, territory in territories.items():
            if plain(territory) == name and len(code) == 2:
                return code
    return None


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two (lat, lon) in degrees."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, place)) for place in (one, other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371 * math.asin(math.sqrt(half))
