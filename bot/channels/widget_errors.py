"""What a shopper is told when something cannot be done now, in the five languages."""

from collections.abc import Mapping
from math import ceil

TEXTS: Mapping[str, Mapping[str, str]] = {
    "too_fast": {
        "en": "That was a lot at once. Your message is kept and goes out in {seconds} s.",
        "nb": "Det gikk litt fort. Meldingen er tatt vare på og sendes om {seconds} s.",
        "fi": "Viestejä tuli nopeasti. Viestisi on tallessa ja lähtee {seconds} sekunnin kuluttua.",
        "it": "Sono arrivati molti messaggi insieme. Il tuo è conservato e parte tra {seconds} s.",
        "ur": "پیغامات بہت تیزی سے آئے۔ آپ کا پیغام محفوظ ہے اور {seconds} سیکنڈ میں بھیج دیا جائے گا۔",
    },
    "too_many": {
        "en": "There are many connections from your network just now. The chat tries again in {seconds} s.",
        "nb": "Det er mange tilkoblinger fra nettverket ditt akkurat nå. Chatten prøver igjen om {seconds} s.",
        "fi": "Verkostasi on juuri nyt paljon yhteyksiä. Chat yrittää uudelleen {seconds} sekunnin kuluttua.",
        "it": "In questo momento ci sono molte connessioni dalla tua rete. La chat riprova tra {seconds} s.",
        "ur": "اس وقت آپ کے نیٹ ورک سے بہت زیادہ رابطے ہیں۔ چیٹ {seconds} سیکنڈ میں دوبارہ کوشش کرے گی۔",
    },
    "not_now": {
        "en": "That does not work just now. You can go on here.",
        "nb": "Det går ikke akkurat nå. Du kan fortsette her.",
        "fi": "Se ei onnistu juuri nyt. Voit jatkaa tässä.",
        "it": "In questo momento non è possibile. Puoi continuare qui.",
        "ur": "اس وقت یہ ممکن نہیں۔ آپ یہیں بات جاری رکھ سکتے ہیں۔",
    },
    "too_large": {
        "en": "That message is too large to send.",
        "nb": "Meldingen er for stor til å sendes.",
        "fi": "Viesti on liian suuri lähetettäväksi.",
        "it": "Il messaggio è troppo grande per essere inviato.",
        "ur": "یہ پیغام بھیجنے کے لیے بہت بڑا ہے۔",
    },
}


def say(code: str, language: str, wait: float = 0.0) -> str:
    lines = TEXTS[code]
    line = lines.get(language) or lines.get(language.partition("-")[0]) or lines["en"]
    return line.format(seconds=max(1, ceil(wait)))
