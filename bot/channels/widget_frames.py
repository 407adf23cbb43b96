"""What a widget may send: frames, checked into types that cannot be wrong."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from bot.channels.json_input import BadJson, read_json

FRAME_BYTES = 16 * 1024
LARGEST = 2**53  # what every client's numbers can hold

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Language = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")
]  # English where we do not speak it
Number = Annotated[int, Field(ge=0, le=LARGEST)]


class _Frame(BaseModel):
    model_config = ConfigDict(
        frozen=True, strict=True
    )  # unknown fields are ignored: newer clients may say more


class After(_Frame):
    conversation: Number
    seq: Number


class Hello(_Frame):
    type: Literal["hello"]
    token: Annotated[str, Field(max_length=500)] | None = None
    after: After | None = None
    language: Language = "en"


class Say(_Frame):
    type: Literal["say"]
    id: ClientId
    text: Annotated[str, Field(min_length=1)]


class Press(_Frame):
    """`text` is the button's title: what counts when the button belongs to an earlier conversation."""

    type: Literal["press"]
    id: ClientId
    message: Number
    button: Annotated[int, Field(ge=0, le=100)]
    text: Annotated[str, Field(min_length=1, max_length=200)]


class SetLanguage(_Frame):
    type: Literal["language"]
    language: Language


class Carry(_Frame):
    """The visitor wants to go on elsewhere."""

    type: Literal["carry"]


class Ping(_Frame):
    type: Literal["ping"]


Frame = Hello | Say | Press | SetLanguage | Carry | Ping
_FRAMES: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


class BadFrame(ValueError):
    """The text says what is wrong, for the developer of a client; `id` is the frame's, when it has one."""

    def __init__(self, text: str, id: str | None = None) -> None:  # noqa: A002 - the protocol's word
        super().__init__(text)
        self.id = id


def read_frame(raw: str) -> Frame:
    try:
        value = read_json(raw, depth=4)
    except BadJson as error:
        raise BadFrame(str(error)) from error
    try:
        return _FRAMES.validate_python(value)
    except ValidationError as error:
        raise BadFrame(_first_fault(error), _id_of(value)) from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}." if place else f"{fault['msg']}."


def _id_of(value: object) -> str | None:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) and len(found) <= 64 else None
