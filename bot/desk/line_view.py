"""A line of the log as an agent's screen shows it, as a JSON-ready value; payloads stay here."""

from collections.abc import Mapping
from typing import Any

from bot.conversations.messages import Author, File, Message
from bot.privacy.kinds import CONTACTS
from bot.privacy.mask import mask

Json = dict[str, Any]
RANKED = 3  # readings shown for each message
NO_KIND = frozenset({None, "text", "press"})


def line_view(message: Message) -> Json:
    entry = message.entry
    parse = entry.details.get("parse")
    return {
        "id": message.id,
        "seq": message.seq,
        "at": message.created_at.isoformat(),
        "by": _by(message),
        "name": entry.name,
        "text": hidden(entry.text),
        "buttons": [button.title for button in entry.buttons],
        "pressed": "pressed" in entry.details,
        "event": entry.details.get("event"),
        "until": entry.details.get("until"),
        "answers": entry.answers,
        "corrects": entry.corrects,
        "withdrawn": entry.withdrawn,
        "files": [_file(file) for file in entry.files],
        "understood": understood(parse) if isinstance(parse, Mapping) else None,
        **_brought(entry.details),
    }


def hidden(text: str) -> str:
    """Agents see no card or national numbers; the e-mail address and phone are what they answer to."""
    return mask(text, keep=CONTACTS)


def understood(parse: Mapping[str, Any]) -> Json:
    """What the bot made of a customer's message; stands with the line that answers it."""
    intent = parse.get("intent") or {}
    return {
        "intent": intent.get("name"),
        "confidence": intent.get("confidence"),
        "ranking": list(parse.get("ranking") or ())[:RANKED],
        "entities": [
            {"entity": found.get("entity"), "value": found.get("value")}
            for found in parse.get("entities") or ()
        ],
        "decision": parse.get("decision"),
    }


def _brought(details: Mapping[str, Any]) -> Json:
    """What a customer's channel brought besides words; `kind` is the channel's own name for it."""
    kind = details.get("kind")
    return {
        "kind": None if kind in NO_KIND else kind,
        "location": _location(details.get("location")),
        "venue": details.get("venue"),
        "contact": details.get("contact"),
        "emoji": details.get("emoji"),
        "quotes": details.get("quotes"),
        "quoted": hidden(str(details["quoted"])) if details.get("quoted") else None,
        "forwarded": bool(details.get("forwarded")),
    }


def _location(place: Mapping[str, Any] | None) -> Json | None:
    if place is None:
        return None
    lat, lon = float(place["lat"]), float(place["lon"])
    at = f"mlat={lat:.6f}&mlon={lon:.6f}#map=16/{lat:.6f}/{lon:.6f}"
    return {"lat": lat, "lon": lon, "map": f"https://www.openstreetmap.org/?{at}"}


def _file(file: File) -> Json:
    return {
        "key": file.key,
        "name": file.name,
        "kind": file.kind,
        "type": file.media_type,
        "size": file.size,
    }


def _by(message: Message) -> str:
    entry = message.entry
    if "event" in entry.details:
        return "event"
    return "note" if entry.internal and entry.author is Author.AGENT else str(entry.author)
