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
TOPICS = {"inform": "Details for an errand", "human_agent": "A person", "out_of_scope": "Something else"}
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
            return TOPICS.get(cell) or cell.replace("_", " ").capitalize()
        case _:
            return cell


def duration(seconds: float) -> str:
    """Such as 48 s, 2:03 min or 1:05 h."""
    whole = round(abs(seconds))
    sign = "−" if seconds < 0 else ""
    if whole < 100:
        return f"{sign}{whole}{THIN}s"
    if whole < 3600:
        return f"{sign}{whole // 60}:{whole % 60:02}{THIN}min"
    return f"{sign}{whole // 3600}:{whole % 3600 // 60:02}{THIN}h"


def between(kind: Kind, low: float, high: float) -> str:
    """An interval; the unit stands once where both ends have the same."""
    first, last = written(kind, low), written(kind, high)
    number, _, unit = first.rpartition(THIN)
    return f"{number}–{last}" if last.endswith(unit) else f"{first}–{last}"
