"""Days of the week, in five languages."""

from __future__ import annotations

from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, words

DAYS = {
    "monday": r"mondays?|mon|mandag(?:er|en)?|maanantai(?:na|sin|t|hin)?|luned[iì]|پیر|سوموار",
    "tuesday": r"tuesdays?|tues?|tirsdag(?:er|en)?|tiistai(?:na|sin|t|hin)?|marted[iì]|منگل",
    "wednesday": r"wednesdays?|wensdays?|wednsdays?|weds?|onsdag(?:er|en)?|keskiviikko(?:na|on)?|keskiviikkoisin|mercoled[iì]|بدھ",
    "thursday": r"thursdays?|thurs?|torsdag(?:er|en)?|torstai(?:na|sin|t|hin)?|gioved[iì]|جمعرات",
    "friday": r"fridays?|fri|fredag(?:er|en)?|perjantai(?:na|sin|t|hin)?|venerd[iì]|جمعہ|جمعے",
    "saturday": r"saturdays?|(?<=on )sat|lørdag(?:er|en)?|lordag(?:er|en)?|lauantai(?:na|sin|t|hin)?|sabato|ہفتہ|ہفتے",
    "sunday": r"sundays?|(?<=on )sun|søndag(?:er|en)?|sondag(?:er|en)?|sunnuntai(?:na|sin|t|hin)?|domenica|اتوار",
}
PATTERNS = {day: words(spellings) for day, spellings in DAYS.items()}


def find(text: str, context: Context) -> Iterator[Found]:
    """Each day that is named."""
    for day, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            yield Found("weekday", day, match.start(), match.end())
