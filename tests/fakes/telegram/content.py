"""What a customer's message holds, made from what a test or the page asks for."""

from base64 import b64decode

from tests.fakes.telegram.acts import text_content
from tests.fakes.telegram.entities import found
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.media import KINDS, field_for
from tests.fakes.telegram.shapes import JSON


def content_of(body: JSON, files: Files) -> JSON:
    """`text`, a kind of file with {data (base64) or size, name, media_type, caption, …}, or `raw` fields."""
    content: JSON = dict(body.get("raw") or {})
    if "text" in body:
        content |= text_content(body["text"])
    for kind in KINDS.keys() & body.keys():
        content |= _file(kind, body[kind], files)
    return content


def _file(kind: str, given: JSON, files: Files) -> JSON:
    usual = KINDS[kind]
    data = b64decode(given["data"]) if given.get("data") is not None else None
    name, media_type = given.get("name") or usual.name, given.get("media_type") or usual.media_type
    stored = files.keep(usual.folder, name, media_type, data, given.get("size") or 0)
    return field_for(kind, stored, files, given) | caption_content(given.get("caption") or "")


def caption_content(caption: str) -> JSON:
    entities = found(caption)
    return ({"caption": caption} if caption else {}) | ({"caption_entities": entities} if entities else {})
