"""The four parts of the shop: by their own words, or through a product that is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.nlu.entities.found import Context, Found, words

CATEGORIES = {
    "shoes": "shoes?|footwear|trainers?|sneakers?|boots?|sko(?:ene|ene)?|støvler|kengä[nt]?|kenkiä|kenkien|scarp[ae]|stivali|جوتے|جوتوں|جوتا",
    "clothing": "cloth(?:es|ing)|apparel|garments?|jackets?|coats?|trousers|jeans|shirts?|dress(?:es)?|sweaters?|klær(?:ne)?|klesplagg|jakker?|bukser?|vaatteet|vaatteita|vaatteiden|takki|housut|vestiti|abbigliamento|giacc[ah]e?|کپڑے|کپڑوں",
    "electronics": "electronics?|electricals?|gadgets?|tech|devices?|headphones?|earbuds|elektronikk(?:en)?|elektroniikka[an]?|elettronica|elettronici|الیکٹرانکس|الیکٹرونکس",
    "home": "home ?(?:ware|goods|wares|items|products)|household (?:goods|items)|furniture|bedding|interiør|hjemmeartikler|kodintarvikkeet|casalinghi|articoli per la casa|گھریلو سامان|گھر کا سامان",
}
PATTERNS = {category: words(spellings) for category, spellings in CATEGORIES.items()}


def find(text: str, context: Context) -> Iterator[Found]:
    """Each part of the shop that is named."""
    for category, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            yield Found("category", category, match.start(), match.end())


def of_products(found: Iterable[Found], categories: Mapping[str, str]) -> Iterator[Found]:
    """What the named products belong to."""
    for product in found:
        if product.entity == "product" and product.value in categories:
            yield Found("category", categories[product.value], product.start, product.end)
