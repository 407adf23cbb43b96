"""A message as a test sees it through the control API."""

from dataclasses import dataclass

from tests.fakes.telegram.shapes import JSON

FILES = ("document", "voice", "video", "audio", "animation", "video_note", "sticker")
FORMATTING = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "code", "pre", "text_link", "text_mention",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """As the customer has it on the screen now, and how it came to be."""

    message_id: int
    by_bot: bool
    deleted: bool
    method: str | None
    parse_mode: str | None
    raw: JSON  # as in the Bot API
    earlier: tuple[JSON, ...]  # as it was before each edit

    @property
    def text(self) -> str:
        """Or the caption."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def edited(self) -> bool:
        return bool(self.earlier)

    @property
    def formatted(self) -> bool:
        """Somebody asked for formatting; what Telegram finds by itself, such as links, does not count."""
        entities = [*self.raw.get("entities", ()), *self.raw.get("caption_entities", ())]
        return self.parse_mode is not None or not FORMATTING.isdisjoint(it["type"] for it in entities)

    @property
    def buttons(self) -> list[list[JSON]]:
        rows: list[list[JSON]] = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    @property
    def titles(self) -> list[str]:
        return [it["text"] for row in self.buttons for it in row]

    @property
    def reply_to(self) -> int | None:
        id_: int | None = self.raw.get("reply_to_message", {}).get("message_id")
        return id_

    @property
    def file(self) -> JSON | None:
        """file_id, file_size, and what the kind has besides; of a photo the largest."""
        if "photo" in self.raw:
            largest: JSON = self.raw["photo"][-1]
            return largest
        return next((self.raw[kind] for kind in FILES if kind in self.raw), None)

    @property
    def location(self) -> tuple[float, float] | None:
        place = self.raw.get("location")
        return (place["latitude"], place["longitude"]) if place else None


def seen(report: JSON) -> Seen:
    rest = {key: report[key] for key in ("by_bot", "deleted", "method", "parse_mode")}
    return Seen(
        report["message"]["message_id"], raw=report["message"], earlier=tuple(report["earlier"]), **rest
    )
