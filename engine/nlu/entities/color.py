"""Colours in all languages, as the English word that the catalogue uses."""

from __future__ import annotations

from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, OneOf

# In the order English, Norwegian, Finnish, Italian, Urdu, Roman Urdu.
COLORS = {
    "black": "black|svarte?|musta(?:n|t|a|na|ssa)?|musti[ae]n?|ner[oaie]|کال[اےی]|سیاہ|kaa?l[aie]y?|siyah",
    "white": "white|hvite?|kvite?|valkoi(?:nen|set|sen|sta|sena|sia)|bianc(?:o|a|hi|he)|سفید|sa?faid|safed",
    "blue": "blue|navy|blå|sini(?:nen|set|sen|stä|senä|siä)|blu|azzurr[oaie]|نیل[اےی]|nee?l[aie]y?",
    "red": "red|rød[et]?|rødt|røde|raude?|punai(?:nen|set|sen|sta|sena|sia)|ross[oaie]|سرخ|لال|surkh|laal",
    "green": "green|grønne?|grønt|vihreä[ntä]?|vihreitä|verd[ei]|سبز|ہر[اےی]|sabz|har[aie] rang",
    "grey": "grey|gray|grå|grått|harmaa[nta]?|harmaita|grigi[oae]?|سرمئی|surmai",
    "brown": "brown|brune?|brunt|ruskea[nta]?|ruskeita|marron[ei]|بھور[اےی]|bhoor[aie]y?|bhur[aie]",
    "pink": "pink|rosa|pinkki|pinkin|vaaleanpunai(?:nen|set|sen|sta)|گلابی|gulabi",
    "yellow": "yellow|gule?|gult|keltai(?:nen|set|sen|sta|sia)|giall[oaie]|پیل[اےی]|peel[aie]y?",
    "orange": "orange|oransje|oranssi[nta]?|arancion[ei]|نارنجی|narangi",
    "purple": "purple|violet|lilla|violetti|violett?[aoie]?|جامنی|jamni",
    "beige": "beige|خاکی|khaki",
}
FINDER = OneOf("color", COLORS)


def find(text: str, _: Context) -> Iterator[Found]:
    """Each colour that is named."""
    yield from FINDER.find(text)
