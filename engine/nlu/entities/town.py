"""Towns: those with a store by any of their names, others where the sentence says it is a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engine.nlu.entities.found import Context, Found
from engine.nlu.entities.names import normal

WORD = r"[^\W\d_][\w'’-]{2,}"
BIG = r"[A-ZÆØÅÄÖ][a-zæøåäöèéìòùü'’-]+"
NAME = rf"(?P<town>{WORD}(?:[ -](?:on|upon|sur|di|del)?[ -]?{BIG})?)"
SHOP = (
    r"stores?|shops?|branch(?:es)?|outlets?|locations?|showrooms?|butikk(?:er|en)?|forretning\w*"
    r"|myymäl\w+|kaupp\w+|liike\w*|negozi[oa]?|punt[oi] vendita|duk[ka]a?a?n\w*"
)
# Where a store is asked for, a place may be written small; elsewhere the capital letter tells it.
STORE = re.compile(
    rf"(?i:\b(?:{SHOP})\b[^.?!]{{0,25}}?\b(?:in|near|at|around|close to|i|på|nær|a|ad|vicino a)\s+){NAME}"
)
CAPITAL = re.compile(rf"\b(?:in|near|around|from|i|til|fra|a|ad|di)\s+(?=[A-ZÆØÅÄÖ]){NAME}")
# The small word comes after the name, in either script, or is its ending.
URDU = re.compile(
    rf"(?i:\b(?:{SHOP})\b.*)?\b(?P<town>{BIG})(?= (?i:mein|main|me|men|mai|se|tak|tk|ke liye)\b)"
)
URDU_SCRIPT = re.compile(r"(?<!\w)(?P<town>[\u0600-\u06ff]{3,}) میں (?=.*(?:دکان|اسٹور|سٹور|برانچ))")
FINNISH = re.compile(
    r"(?<=\s)(?P<town>[A-ZÅÄÖ][a-zåäö]+?[aeiouyäö])(?:s[st][aä]|l[lt][aä]|lle|(?<=([aeiouyäö]))\2n)(?:ko|kö)?\b"
)
WHOLE = re.compile(r"\W*(?P<town>[^\W\d_][\w'’ -]{1,40}?)\W*")
NOT_TOWNS = frozenset(
    """
    the my your our their his her this that these those any all some and for with you there here where what which
    stock store stores shop shops person people town city area country centre center mall home general total
    order cash advance time english europe weekend weekends christmas easter
    norway finland italy pakistan britain england scotland
    norge finland italia storbritannia norja suomi britannia norvegia finlandia pakistan europa
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    urdu norsk italiano inglese engelsk byen nærheten dag morgen går kveld helgen butikken nettbutikken
    suome ordren stedet det størrelsen nett historien soldi via quali franchising franchisee bought aeroporto flyplassen
    morgon casa negozio breve contanti regalo tempo centro città zona
    اس آپ کس کتنے کون کہاں یہاں وہاں شہر دن دیر جلدی ایپ دکان اسٹور سٹور پاکستان ناروے اٹلی برطانیہ گھر
    علاقے علاقوں گاؤں جگہ ملکوں قیمت بجے رمضان بارش بارشوں دنوں چھٹیوں نمبر کیا ڈیز ڈاؤن بعد کل آج
    """.split()  # noqa: SIM905 - a table of words, not of quotation marks
)
# Finnish forms that are words of another language.
COMMON = frozenset({"roman", "romana"})
WEAK = {"nk": "ng", "rk": "r", "lk": "l", "tt": "t", "kk": "k", "pp": "p", "nt": "nn", "lt": "ll", "ht": "hd"}
SHORTEST = 4  # letters of an alias that is bent
CASES = ("n", "ssa", "sta", "lla", "lta", "lle", "ksi", "na")


def find(text: str, context: Context) -> Iterator[Found]:
    """Only for towns without a store; the component leaves these out where a store's town stands."""
    patterns = [STORE, CAPITAL, URDU, URDU_SCRIPT, *([FINNISH] if context.language == "fi" else [])]
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    if context.requested == "town" and (whole := WHOLE.fullmatch(text)):
        matches.append(whole)
    for match in matches:
        if match["town"].split()[0].lower() not in NOT_TOWNS:
            yield Found("town", match["town"].title(), match.start("town"), match.end("town"))


def bent(towns: Mapping[str, str]) -> dict[str, str]:
    """With the forms that the names have in Finnish, and the Norwegian genitive."""
    forms = {
        form: town for name, town in towns.items() if name.isascii() or "ø" in name for form in _forms(name)
    }
    return {form: town for form, town in forms.items() if form not in COMMON} | dict(towns)


def _forms(name: str) -> Iterator[str]:
    word = normal(name.rsplit(maxsplit=1)[-1])
    rest = name[: len(name) - len(name.rsplit(maxsplit=1)[-1])]
    strong = word if word[-1] in "aeiouy" else f"{word}i"
    yield f"{name}s"
    for stem in {_weak(strong), f"{strong}e" if strong.endswith("e") else strong}:
        for case in CASES:
            yield f"{rest}{stem}{case}"
            yield f"{rest}{stem}{case}ko"
        yield f"{rest}{stem}s"  # as people say it: Helsingis, Turus
    yield f"{rest}{strong}{'seen' if strong[-2] == strong[-1] else strong[-1] + 'n'}"


def _weak(word: str) -> str:
    """Helsinki, Helsingi-; Turku, Turu-."""
    return word[:-3] + WEAK.get(word[-3:-1], word[-3:-1]) + word[-1]
