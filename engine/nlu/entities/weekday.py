"""Days of the week, in five languages."""

from __future__ import annotations

from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, words

DAYS = {
    "monday": words(
        "mondays?|mon", "mandag(?:er|en)?", "maanantai(?:na|sin|t|hin)?", "luned[iì]", "پیر|سوموار"
    ),
    "tuesday": words(
        "tuesdays?|tues?", "tirsdag(?:er|en)?", "tiistai(?:na|sin|t|hin)?", "marted[iì]", "منگل"
    ),
    "wednesday": words(
        "wednesdays?|wensdays?|wednsdays?|weds?",
        "onsdag(?:er|en)?",
        "keskiviikko(?:na|on|isin)?",
        "mercoled[iì]",
        "بدھ",
    ),
    "thursday": words(
        "thursdays?|thurs?", "torsdag(?:er|en)?", "torstai(?:na|sin|t|hin)?", "gioved[iì]", "جمعرات"
    ),
    "friday": words(
        "fridays?|fri", "fredag(?:er|en)?", "perjantai(?:na|sin|t|hin)?", "venerd[iì]", "جمع[ہے]"
    ),
    # "sat" and "sun" mean a day only after "on"; the Urdu word also means week, but rarely here.
    "saturday": words(
        "saturdays?|(?<=on )sat", "l[øo]rdag(?:er|en)?", "lauantai(?:na|sin|t|hin)?", "sabato", "ہفت[ہے]"
    ),
    "sunday": words(
        "sundays?|(?<=on )sun", "s[øo]ndag(?:er|en)?", "sunnuntai(?:na|sin|t|hin)?", "domenica", "اتوار"
    ),
}


def find(text: str, _: Context) -> Iterator[Found]:
    """Each day that is named."""
    for day, pattern in DAYS.items():
        for match in pattern.finditer(text):
            yield Found("weekday", day, match.start(), match.end())
