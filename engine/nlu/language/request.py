"""Customers who ask for a language: "kan vi snakke norsk?", "in italiano per favore", "اردو میں بات کریں"."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.nlu.entities.found import words as any_of
from engine.nlu.language.choice import base
from engine.nlu.language.profile import words

# How each language is called in all of them; a country's name must not match.
NAMES = {
    "ur-Latn": any_of(
        r"roman[\s-]?urdu", r"urdu (?:in|med) (?:english|latin|engelske) (?:letters|bokstaver)"
    ),
    "en": any_of(
        "english|inglish|engelsk", "englantia|englanniksi", "inglese", "angre[sz]i|angrezee|انگریزی|انگلش"
    ),
    "nb": any_of("norwegian|norsk|bokmål", "norjaa|norjaksi", "norvegese", "نارویجین|نارویجن|نارویجیئن"),
    "fi": any_of("finnish|finsk", "suomea|suomeksi|suomen kiel\\w+", "finlandese", "فنش|فننش"),
    "it": any_of("italian|italiensk", "italiaksi|italiaa", "italiano", "اطالوی|اٹالین"),
    "ur": any_of("urdu|urdua|urduksi", "اردو|اُردو"),
}
SPEAK = any_of(
    "speak|talk|chat|write|reply|answer|respond|switch|change to|continue|go on|carry on",
    "snakke?r?|prate?r?|skrive?r?|svare?r?|bytte?r?|fortsette?r?",
    "puhu\\w*|vastaa\\w*|vastata|kirjoi\\w+|vaih\\w+|jatk\\w+|jutella|jutellaanko",
    "parl\\w+|scriv\\w+|rispond\\w+|passa\\w*|continu\\w+|cambi\\w+",
    "baa?t|bolo|bol\\w*|likh\\w*|jawab|guftagu",
    "بات|بولیں|بولو|بولیے|لکھیں|لکھو|لکھیے|جواب|گفتگو",
)
NEAR = 30  # letters between the verb and the name
# Words that may stand around a request that says nothing else.
AROUND = frozenset(
    """
    can could would we you u i us me do does is it possible to in the please pls plz thanks thank now
    instead let lets hi
    hello hey and ok not no yes only with roman language
    kan kunne vil vi du dere jeg ikke på til nå takk vær så snill det er mulig går an å heller litt hei og
    med
    voisimme voidaanko voimmeko voiko voisiko voisitko voisitteko voitko voitteko te sinä minä me kiitos nyt
    hei onko mahdollista osaatko osaatteko
    possiamo potremmo può puoi potete si vi mi ci con in per favore grazie ora adesso ciao è possibile
    kya hum aap tum mujh se mujhse me mein main ka ki kar karo karein karen karain krein kro sakte sakta
    hain hai ho please
    meherbani zara bhai ji se
    کیا ہم آپ مجھ سے میں کر کریں کرو سکتے ہیں ہے براہ کرم مہربانی پلیز ذرا جی دیں دو
    """.split()  # noqa: SIM905 - a table of words
)


@dataclass(frozen=True)
class Request:
    """`alone`: the message says nothing else."""

    language: str
    alone: bool


def find(text: str, scores: Mapping[str, float], current: str, known: Collection[str]) -> Request | None:
    """`scores`: how well each language fits the text; it tells which script is wanted."""
    for language, name in NAMES.items():
        match = name.search(text)
        if match is None:
            continue
        alone = _alone(text[: match.start()] + " " + text[match.end() :])
        near = text[max(0, match.start() - NEAR) : match.end() + NEAR]
        if alone or SPEAK.search(near):
            wanted = _script(language, scores, current)
            return Request(wanted, alone) if wanted in known else None
    return None


def _alone(rest: str) -> bool:
    return all(word in AROUND for word in words(SPEAK.sub(" ", rest)))


def _script(language: str, scores: Mapping[str, float], current: str) -> str:
    """Urdu in Latin letters for who asks so or is answered so already."""
    written = max(scores, key=lambda known: scores[known], default=current)
    same = [known for known in (written, current) if base(known) == language]
    return same[0] if same else language
