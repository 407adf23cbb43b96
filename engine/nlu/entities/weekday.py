"""Days of the week, in all languages."""

from __future__ import annotations

from collections.abc import Iterator

from engine.nlu.entities.found import Context, Found, OneOf

# In the order English, Norwegian, Finnish, Italian, Urdu, Roman Urdu.
# Names of two or three letters are other words, too, except behind "on" or "next".
SHORT = {
    "monday": "(?<=on )mon|(?<=på )man|(?<=ens )ma",
    "tuesday": "(?<=on )tues?|(?<=på )tir|(?<=ens )ti",
    "wednesday": "(?<=on )weds?|(?<=på )ons|(?<=ens )ke",
    "thursday": "(?<=on )thurs?|(?<=på )tor|(?<=ens )to",
    "friday": "(?<=on )fri|(?<=på )fre|(?<=ens )pe",
    "saturday": "(?<=on )sat|(?<=på )lør|(?<=ens )la",
    "sunday": "(?<=on )sun|(?<=på )søn|(?<=ens )su",
}
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
FINDER = OneOf("weekday", {day: f"{names}|{SHORT[day]}" for day, names in DAYS.items()})


def find(text: str, _: Context) -> Iterator[Found]:
    """Each day that is named."""
    yield from FINDER.find(text)
