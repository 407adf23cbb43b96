"""What the finders are given, and what they find."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

FUZZY_FROM = 6  # letters; shorter words have too many neighbours


@dataclass(frozen=True)
class Found:
    """A value and where it stands."""

    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Context:
    """What decides a value besides its text."""

    today: date
    requested: str | None = None  # the slot that a form asks for
    language: str | None = None


class Spellings:
    """Finds known words and phrases, whatever their case."""

    def __init__(
        self, nlp: Language, entity: str, spellings: Mapping[str, str], *, fuzzy: bool = False
    ) -> None:
        self._entity = entity
        self._values = {_key(spelling): value for spelling, value in spellings.items()}
        self._exact = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._close = Matcher(nlp.vocab)
        for key in self._values:
            doc = nlp.make_doc(key)
            self._exact.add(key, [doc])
            if fuzzy and len(doc) == 1 and len(key) >= FUZZY_FROM and key.isalpha():
                self._close.add(key, [[{"LOWER": {"FUZZY1": key}, "LENGTH": {">=": FUZZY_FROM - 1}}]])

    def find(self, doc: Doc) -> Iterator[Found]:
        """The longest phrases; one letter may be wrong only where nothing fits exactly."""
        spans = self._exact(doc, as_spans=True) or self._close(doc, as_spans=True)
        for span in filter_spans(spans):
            value = self._values[span.label_]
            yield Found(self._entity, value, span.start_char, span.end_char)


def _key(spelling: str) -> str:
    return unicodedata.normalize("NFC", spelling).lower()


def words(*spellings: str) -> re.Pattern[str]:
    """Matches any of these as whole words, whatever their case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(spellings)})(?!\w)", re.IGNORECASE)


def digits(text: str) -> str:
    """The digits of any script as 0-9, everything else dropped."""
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())
