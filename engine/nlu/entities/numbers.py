"""Numbers in words, up to 99 and some round ones, in all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

# From nought; where two spellings are usual a bar stands between them.
UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen",
    "nb": "null en|ett|et to tre fire fem seks sju|syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten"
    " atten nitten",
    "fi": "nolla yksi|yhden kaksi|kahden|pari kolme|kolmen neljä|neljän viisi|viiden kuusi|kuuden seitsemän kahdeksan"
    " yhdeksän kymmenen",
    "it": "zero uno|una|un due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
    " sedici diciassette diciotto diciannove",
    "ur": "صفر ایک دو تین چار پانچ چھ|چھے سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس",
    "ur-Latn": "sifar|zero ek|aik do|dou teen|tin char|chaar paanch|panch che|chay|chhe saat|sat aath|ath nau das|dus"
    " gyarah barah|bara terah chaudah|chodah pandrah|pandra solah satrah atharah unnees bees|bis",
}
TENS = {  # from twenty
    "en": "twenty thirty forty|fourty fifty sixty seventy eighty ninety",
    "nb": "tjue|tyve tretti førti femti seksti sytti åtti nitti",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "ur": "بیس تیس چالیس پچاس ساٹھ ستر اسی نوے",
    "ur-Latn": "bees tees chalis|chalees pachas|pachaas saath sattar assi nabbe|nawway",
}
ROUND = {
    100: "hundred|a hundred|hundre|sata|cento|سو|ایک سو|sau|ek sau",
    1000: "thousand|a thousand|tusen|tuhat|mille|ہزار|hazar|ek hazar",
}
OTHER = {
    "oh": 0,
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
    "بیالیس": 42,
    "bayalis": 42,
    "پچیس": 25,
    "pachees": 25,
}


def _listed(words: str, first: int, step: int) -> Iterator[tuple[str, int]]:
    for place, spellings in enumerate(words.split()):
        for word in spellings.split("|"):
            yield word, first + place * step


def _composed() -> Iterator[tuple[str, int]]:
    """Forty-two, førtito, quarantadue, neljäkymmentäkaksi."""
    units = {language: dict(_listed(words, 0, 1)) for language, words in UNITS.items()}
    tens = {language: dict(_listed(words, 20, 10)) for language, words in TENS.items()}
    for language, gaps in {"en": " -", "nb": ("",), "it": ("",)}.items():
        for ten, worth in tens[language].items():
            for unit, more in units[language].items():
                if 0 < more < 10:
                    short = ten[:-1] if language == "it" and more in {1, 8} else ten
                    yield from ((f"{short}{gap}{unit}", worth + more) for gap in gaps)
    for unit, more in units["fi"].items():
        yield f"{unit}toista", 10 + more
        yield f"{unit}kymmentä", 10 * more
        yield from (
            (f"{unit}kymmentä{last}", 10 * more + value) for last, value in units["fi"].items() if value < 10
        )


def _all() -> Iterator[tuple[str, int]]:
    yield from _composed()
    for words in TENS.values():
        yield from _listed(words, 20, 10)
    for words in UNITS.values():
        yield from _listed(words, 0, 1)
    for worth, words in ROUND.items():
        yield from _listed(words.replace(" ", "\u00a0"), worth, 0)
    yield from OTHER.items()


def _pattern(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


VALUES = {word.replace("\u00a0", " "): worth for word, worth in _all()}
# No captures: several may stand in one pattern.
NUMBER = rf"(?:\d{{1,6}}|(?<!\w)(?:{_pattern(list(VALUES))})(?!\w))"
FROM_TWENTY = rf"(?:{_pattern([word for word, worth in VALUES.items() if 20 <= worth < 100])})"


def value(text: str) -> int:
    """Of what NUMBER matches, in figures of any script or in words."""
    return int(text) if text.isdigit() else VALUES[text.lower()]
