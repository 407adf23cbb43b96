"""Numbers and names as the report's page writes them."""

from bot.insight.figures import Cell, Kind

CHANNELS = {"widget": "Website", "telegram": "Telegram", "email": "E-mail"}
LANGUAGES = {
    "en": "English",
    "nb": "Norwegian",
    "fi": "Finnish",
    "it": "Italian",
    "ur": "Urdu",
    "ur-Latn": "Roman Urdu",
}
NUMBERS = frozenset({Kind.COUNT, Kind.SHARE, Kind.POINTS, Kind.SECONDS})
THIN = "\u202f"


def written(kind: Kind, cell: Cell) -> str:
    if cell is None:
        return "No topic" if kind is Kind.TOPIC else "–"
    if isinstance(cell, str):
        return _name(kind, cell)
    match kind:
        case Kind.SHARE:
            return f"{100 * cell:.1f}{THIN}%"
        case Kind.POINTS:
            return f"{100 * abs(cell):.1f} points"
        case Kind.SECONDS:
            return duration(cell)
        case _:
            return f"{cell:,}".replace(",", THIN)


def _name(kind: Kind, cell: str) -> str:
    match kind:
        case Kind.CHANNEL:
            return CHANNELS.get(cell, cell)
        case Kind.LANGUAGE:
            return LANGUAGES.get(cell, cell)
        case Kind.TOPIC:
            return cell.replace("_", " ").capitalize()
        case _:
            return cell


def duration(seconds: float) -> str:
    whole = round(seconds)
    if abs(whole) < 100:
        return f"{whole}{THIN}s"
    minutes, rest = divmod(abs(whole), 60)
    sign = "−" if whole < 0 else ""
    if minutes < 60:
        return f"{sign}{minutes}{THIN}min {rest}{THIN}s"
    return f"{sign}{minutes // 60}{THIN}h {minutes % 60}{THIN}min"
