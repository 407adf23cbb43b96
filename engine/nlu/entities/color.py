"""Colours in five languages, as the English word that the catalogue uses."""

from __future__ import annotations

from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, words

COLORS = {
    "black": "black|svarte?|musta(?:n|t|a|na)?|ner[oaie]|کال[اےی]|سیاہ",
    "white": "white|hvite?|valkoi(?:nen|set|sen|sta)|bianc(?:o|a|hi|he)|سفید",
    "blue": "blue|navy|blå|sini(?:nen|set|sen|stä)|blu|azzurr[oaie]|نیل[اےی]",
    "red": "red|rød[et]?|røde|punai(?:nen|set|sen|sta)|ross[oaie]|سرخ|لال",
    "green": "green|grønne?|grønt|vihreä[nt]?|verd[ei]|سبز|ہر[اےی]",
    "grey": "grey|gray|grå|grått|harmaa[nt]?|grigi?[oae]?|سرمئی",
    "brown": "brown|brune?|brunt|ruskea[nt]?|marron[ei]|بھور[اےی]",
    "pink": "pink|rosa|pinkki|vaaleanpunai(?:nen|set|sen)|گلابی",
    "yellow": "yellow|gule?|gult|keltai(?:nen|set|sen|sta)|giall[oaie]|پیل[اےی]",
    "orange": "orange|oransje|oranssi[nt]?|arancion[ei]|نارنجی",
    "purple": "purple|violet|lilla|violetti|violett?[aoie]?|جامنی",
    "beige": "beige|خاکی",
}
PATTERNS = {color: words(spellings) for color, spellings in COLORS.items()}


def find(text: str, _: Context) -> Iterator[Found]:
    """Each colour that is named."""
    for color, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            yield Found("color", color, match.start(), match.end())
