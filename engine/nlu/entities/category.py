"""The four parts of the shop: by their own words, or through a product that is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.nlu.entities.found import Context, Found, OneOf, either

# In the order English, Norwegian, Finnish, Italian, Urdu, Roman Urdu.
CATEGORIES = {
    "shoes": either(
        "shoes?|footwear|trainers?|sneakers?|boots?",
        "sko(?:ene)?|støvle(?:r|ne)?",
        "kengä[nt]?|kenkiä|kenkien|saappaat",
        "scarp[ae]|stivali",
        "جوت[ےا]|جوتوں",
        "joo?t[aey]+|jutt?[aey]+|joo?ton",
    ),
    "clothing": either(
        "cloth(?:es|ing)|apparel|garments?|jackets?|coats?|trousers|jeans|shirts?|dress(?:es)?|sweaters?",
        "klær(?:ne)?|klesplagg|jakker?|bukser?|skjorter?|kjoler?|gensere?",
        "vaatteet|vaatteita|vaatteiden|takki|takit|housut|paidat?|mekot",
        "vestiti|abbigliamento|giacc(?:a|he)|pantaloni|camici[ae]",
        "کپڑے|کپڑوں|جیکٹ|قمیض",
        "kap[rd][aey]+|kap[rd]on",
    ),
    "electronics": either(
        "electronics?|electricals?|gadgets?|tech|devices?|headphones?|earbuds",
        "elektronikk(?:en)?|hodetelefoner",
        "elektroniikka(?:a|n)?|kuulokkeet",
        "elettronica|elettronici|cuffie",
        "الیکٹرانکس|الیکٹرونکس|ہیڈ فون",
    ),
    "home": either(
        "home ?(?:wares?|goods|items|products|stuff|things)|(?:things|stuff) for the home",
        "household (?:goods|items)|furniture|bedding",
        "interiør(?:et)?|hjemmeartikler|ting til hjemmet",
        "kodintarvikkeet|sisustustavarat?",
        "casalinghi|articoli per la casa",
        "گھریلو سامان|گھر کا سامان",
        "ghar(?:elu| ka) sa+ma+n",
    ),
}
FINDER = OneOf("category", CATEGORIES)


def find(text: str, _: Context) -> Iterator[Found]:
    """Each part of the shop that is named."""
    yield from FINDER.find(text)


def of_products(found: Iterable[Found], categories: Mapping[str, str]) -> Iterator[Found]:
    """What the named products belong to."""
    for product in found:
        if product.entity == "product" and product.value in categories:
            yield Found("category", categories[product.value], product.start, product.end)
