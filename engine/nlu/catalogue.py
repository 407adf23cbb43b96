"""The names of towns and products that customers may use, read from the shop's files at training."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Catalogue:
    """Each spelling (lower case) with what it stands for; prices, hours and stock are not in it."""

    towns: dict[str, str]
    products: dict[str, str]
    categories: dict[str, str]  # of each product name and kind
    timezone: str = "UTC"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


class CatalogueBroken(Exception):
    """A shop file cannot be read; the message names it."""


def read_catalogue(folder: Path) -> Catalogue:
    """Raises CatalogueBroken. A missing file is an empty one: a shop may have no stores."""
    stores, products = _rows(folder / "stores.yml"), _rows(folder / "products.yml")
    shop = _load(folder / "shop.yml")
    try:
        return Catalogue(
            towns={s: store["town"] for store in stores for s in _store_spellings(store)},
            products=_products(products),
            categories={
                str(product[key]): str(product["category"])
                for product in products
                for key in ("kind", "name")
            },
            timezone=shop.get("timezone", "UTC") if isinstance(shop, dict) else "UTC",
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CatalogueBroken(f"{folder}: a row lacks or misuses the field {error}.") from error


def _store_spellings(store: dict[str, Any]) -> set[str]:
    return {str(name).lower() for name in (store["town"], *store.get("aliases", ()))}


def _products(products: list[dict[str, Any]]) -> dict[str, str]:
    named = {str(product["name"]).lower(): str(product["name"]) for product in products}
    found: dict[str, str] = {}
    for product in products:
        kind = str(product["kind"])
        for spelling in (kind, *product.get("aliases", ())):
            # An alias that two products share stands for the kind of the first.
            found.setdefault(str(spelling).lower(), kind)
    return _with_singulars(found) | named


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
