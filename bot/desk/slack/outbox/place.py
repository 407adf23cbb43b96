"""Places and contacts that customers sent, as blocks."""

from collections.abc import Mapping
from typing import Any

from bot.desk.slack.text.blocks import Block, context, section
from bot.desk.slack.text.markup import link, markup, said

MAP = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}"


def place_line(details: Mapping[str, Any]) -> list[Block]:
    """Nothing when neither a place nor a contact came with the line."""
    blocks: list[Block] = []
    location, venue, contact = details.get("location"), details.get("venue"), details.get("contact")
    if isinstance(venue, Mapping):
        blocks.append(section(f"📍 {venue.get('title') or ''} {venue.get('address') or ''}"))
    if isinstance(location, Mapping) and (where := _degrees(location)):
        address = MAP.format(latitude=where[0], longitude=where[1])
        blocks.append(context(markup(said(f"📍 {where[0]}, {where[1]}  "), link(address, "map"))))
    if isinstance(contact, Mapping):
        blocks.append(section(f"👤 {contact.get('name') or ''} {contact.get('phone') or ''}"))
    return blocks


def _degrees(location: Mapping[str, Any]) -> tuple[str, str] | None:
    try:
        latitude, longitude = float(location["lat"]), float(location["lon"])
    except (KeyError, TypeError, ValueError):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return f"{latitude:.5f}", f"{longitude:.5f}"
