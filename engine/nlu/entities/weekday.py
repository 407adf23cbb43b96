"""Days of the week, in all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, OneOf

# In the order English, Norwegian, Finnish, Italian, Urdu, Roman Urdu.
DAYS = {
    "monday": "mondays?|m[aå]ndag(?:er|en|ar)?|maanantai(?:na|sin|t|hin|n)?|luned[iì]['’]?"
    "|پیر|سوموار|peer|pir|somwar",
    "tuesday": "tuesdays?|tues|t(?:ir|y)sdag(?:er|en|ar)?|tiistai(?:na|sin|t|hin|n)?|marted[iì]['’]?|منگل|mangal",
    "wednesday": "wednesdays?|wensdays?|wednsdays?|weds?|onsdag(?:er|en)?|keskiviikko(?:na|n)?|keskiviikkoisin"
    "|mercoled[iì]['’]?|بدھ|budh(?:war)?",
    "thursday": "thursdays?|thurs?|torsdag(?:er|en)?|torstai(?:na|sin|t|hin|n)?|gioved[iì]['’]?|جمعرات"
    "|jum[ea]r[ae]?a?t",
    "friday": "fridays?|fredag(?:er|en|ar)?|perjantai(?:na|sin|t|hin|n)?|venerd[iì]['’]?"
    "|جمع[ہے]|jumm?[ae]y?|jumm?ah",
    # The Urdu word is also a week, except with "on" behind it.
    "saturday": "saturdays?|l[øo]rdag(?:er|en)?|laurdag(?:en|ar)?|lauantai(?:na|sin|t|hin|n)?|sabb?at[oi]"
    "|ہفت[ہے](?= کو)|haf?ta?[ye]*(?= ko)|san[ei]+char",
    "sunday": "sundays?|s[øo]ndag(?:er|en)?|sundag(?:en|ar)?|sunnuntai(?:na|sin|t|hin|n)?|domenic(?:a|he)"
    "|اتوار|[ia]tt?[wv]aa?r",
}
DAYS_IN_ONE = "|".join(DAYS.values())
FINDER = OneOf("weekday", DAYS)
# Names of two or three letters are other words, too, except behind "on" or "next".
SHORT = [
    "mon|man|ma|lun",
    "tues?|tir|ti",
    "weds?|ons|ke|mer",
    "thurs?|tor|to|gio",
    "fri|fre|pe|ven",
    "sat|lør|la|sab",
    "sun|søn|su|dom",
]
SHORT_NAMES = "|".join(f"(?P<d{place}>{names})" for place, names in enumerate(SHORT))
SHORTENED = re.compile(rf"(?<!\w)(?:on|på|ens|ensi|tänä) (?:{SHORT_NAMES})(?![\w'’])", re.IGNORECASE)


def find(text: str, _: Context) -> Iterator[Found]:
    """Each day that is named."""
    yield from FINDER.find(text)
    for match in SHORTENED.finditer(text):
        place = int((match.lastgroup or "d0")[1:])
        yield Found("weekday", list(DAYS)[place], match.start(f"d{place}"), match.end())
