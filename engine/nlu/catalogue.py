"""The names of towns, products and colours that customers may use, read from the shop's files at training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Words = Mapping[str, list[str]]  # an English text of the shop's files, and what customers type instead
Spellings = dict[str, str]  # in lower case, with what each stands for


@dataclass(frozen=True)
class Catalogue:
    """What names stand for; prices, hours and stock are not in it."""

    towns: Spellings
    products: Spellings
    categories: dict[str, str]  # of each product name and kind
    products_in: dict[str, Spellings] = field(
        default_factory=dict
    )  # by language: one's pot is another's knowledge
    colors_in: dict[str, Spellings] = field(default_factory=dict)
    timezone: str = "UTC"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


class CatalogueBroken(Exception):
    """A shop file cannot be read; the message names it."""


def read_catalogue(folder: Path) -> Catalogue:
    """Raises CatalogueBroken. A missing file is an empty one: a shop may have no stores."""
    stores, products = _rows(folder / "stores.yml"), _rows(folder / "products.yml")
    shop, languages = _load(folder / "shop.yml"), _languages(folder / "words")
    try:
        return Catalogue(
            towns={s: store["town"] for store in stores for s in _store_spellings(store)},
            products=_products(products),
            categories={
                str(product[key]): str(product["category"])
                for product in products
                for key in ("kind", "name")
            },
            products_in={code: _translated(_english(products), words) for code, words in languages.items()},
            colors_in={code: _translated(_colors(products), words) for code, words in languages.items()},
            timezone=shop.get("timezone", "UTC") if isinstance(shop, dict) else "UTC",
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CatalogueBroken(f"{folder}: a row lacks or misuses the field {error}.") from error


def _store_spellings(store: dict[str, Any]) -> set[str]:
    return {str(name).lower() for name in (store["town"], *store.get("aliases", ()))}


def _products(products: list[dict[str, Any]]) -> Spellings:
    named = {str(product["name"]).lower(): str(product["name"]) for product in products}
    english = {spelling.lower(): value for spelling, value in _english(products).items()}
    return _with_singulars(english) | named


def _english(products: list[dict[str, Any]]) -> dict[str, str]:
    aliases: dict[str, str] = {}
    for product in products:
        for alias in product.get("aliases", ()):
            # An alias that two products share stands for the kind of the first.
            aliases.setdefault(str(alias), str(product["kind"]))
    return aliases | {str(product["kind"]): str(product["kind"]) for product in products}


def _colors(products: list[dict[str, Any]]) -> dict[str, str]:
    variants = [variant for product in products for variant in product.get("variants", ())]
    return {str(variant["color"]): str(variant["color"]) for variant in variants if variant.get("color")}


def _translated(values: Mapping[str, str], words: Words) -> Spellings:
    """A kind's own words count before an alias's: the later wins here."""
    return {said.lower(): value for text, value in values.items() for said in words.get(text, ())}


def _with_singulars(spellings: dict[str, str]) -> dict[str, str]:
    singulars = {_singular(spelling): value for spelling, value in spellings.items()}
    return singulars | spellings


def _singular(plural: str) -> str:
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    if plural.endswith(("sses", "shes", "ches", "xes")):
        return plural[:-2]
    if plural.endswith("s") and not plural.endswith("ss"):
        return plural[:-1]
    return plural


def _languages(folder: Path) -> dict[str, Words]:
    return {path.stem: _words(path) for path in sorted(folder.glob("*.yml"))}


def _words(path: Path) -> Words:
    said = _load(path) or {}
    if not isinstance(said, dict):
        raise CatalogueBroken(f"{path} must hold 'English text: what we say' lines.")
    return {str(text): [str(spelling) for spelling in _listed(spellings)] for text, spellings in said.items()}


def _listed(spellings: Any) -> list[Any]:
    return spellings if isinstance(spellings, list) else [spellings]


def _rows(path: Path) -> list[dict[str, Any]]:
    rows = _load(path)
    if not isinstance(rows, list):
        raise CatalogueBroken(f"{path} must hold a list.")
    return rows


def _load(path: Path) -> Any:
    if not path.exists():
        return []
    try:
        return yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506 - one of the safe two
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueBroken(f"{path} cannot be read: {error}") from error
