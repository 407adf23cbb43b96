"""The customers of the language tests: what each of them types, in their own words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bought:
    """A delivered order of one thing, in data/shop/orders.csv."""

    number: str
    email: str
    postcode: str


@dataclass(frozen=True)
class Speaker:
    """`phone` is the language of the customer's Telegram. `orders`: the widget's and Telegram's own."""

    code: str
    phone: str
    store: str
    hours: str
    order: str
    returning: str
    reason: str
    person: str
    orders: tuple[Bought, Bought]


SPEAKERS = (
    Speaker(
        "nb",
        "nb",
        store="bergen",
        hours="Har dere åpent på søndag i Bergen?",
        order="Hvor er pakken min? Det gjelder ordre {number}",
        returning="Jeg vil returnere noe fra ordre {number}",
        reason="Den er for liten",
        person="Kan jeg få snakke med et menneske?",
        orders=(
            Bought("10160", "astrid.lund@example.no", "0150"),
            Bought("10144", "sindre.aas@example.no", "7010"),
        ),
    ),
    Speaker(
        "fi",
        "fi",
        store="helsinki",
        hours="Onko Helsingin myymälä auki sunnuntaina?",
        order="Missä tilaukseni {number} on?",
        returning="Haluan palauttaa tilauksen {number}",
        reason="Se on liian pieni",
        person="Haluan puhua ihmisen kanssa",
        orders=(
            Bought("10129", "mikko.korhonen@example.fi", "90100"),
            Bought("10197", "saara.koskinen@example.fi", "40100"),
        ),
    ),
    Speaker(
        "it",
        "it",
        store="milano",
        hours="Il negozio di Milano è aperto domenica?",
        order="Dov'è il mio ordine {number}?",
        returning="Vorrei restituire l'ordine {number}",
        reason="È troppo piccolo",
        person="Vorrei parlare con una persona",
        orders=(
            Bought("10128", "chiara.ricci@example.it", "20121"),
            Bought("10185", "paolo.dangelo@example.it", "20123"),
        ),
    ),
    Speaker(
        "ur",
        "ur",
        store="lahore",
        hours="کیا لاہور والی دکان اتوار کو کھلی ہوتی ہے؟",
        order="میرا آرڈر {number} کہاں ہے؟",
        returning="مجھے آرڈر {number} واپس کرنا ہے",
        reason="سائز چھوٹا ہے",
        person="مجھے کسی انسان سے بات کرنی ہے",
        orders=(
            Bought("10106", "sana.javed@example.pk", "54000"),
            Bought("10181", "james.taylor@example.co.uk", "EH1 3QR"),
        ),
    ),
    Speaker(
        "ur-Latn",
        "en",
        store="karachi",
        hours="Karachi wali dukan itwar ko khuli hoti hai?",
        order="Mera order {number} kahan hai?",
        returning="Mujhe order {number} wapis karna hai",
        reason="size chota hai",
        person="Mujhe kisi insan se baat karni hai",
        orders=(
            Bought("10095", "astrid.lund@example.no", "0150"),
            Bought("10101", "eero.hamalainen@example.fi", "00100"),
        ),
    ),
)
