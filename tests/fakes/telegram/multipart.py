"""Reads multipart/form-data: small fields as text, files with their name and media type."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

from tests.fakes.telegram.refusals import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    media_type: str
    data: bytes


def parts(content_type: str, body: bytes) -> Iterator[tuple[str, str | Upload]]:
    """Names and values. Raises Refused when the body is not what its type says."""
    boundary = message_from_string(f"Content-Type: {content_type}").get_param("boundary")
    if not isinstance(boundary, str):
        raise bad_request("boundary is missing in multipart/form-data")
    for part in (b"\r\n" + body).split(f"\r\n--{boundary}".encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = message_from_string(head.decode("utf-8", "replace"))
        name = headers.get_param("name", header="Content-Disposition")
        if not isinstance(name, str):
            raise bad_request("a part of multipart/form-data has no name")
        yield name, _value(headers, content)


def _value(headers: Message, content: bytes) -> str | Upload:
    name = headers.get_filename()
    if name is None:
        return content.decode("utf-8", "replace")
    return Upload(name, headers.get_content_type(), content)
