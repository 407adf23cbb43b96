"""What the desk's page sends, checked before anything is done with it, and how a refusal is answered."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.conversations.errors import ConversationError, NoSuchConversation
from bot.conversations.handoffs import Cause, Resolution, Verdict

BODY_LIMIT = 64 * 1024  # bytes; 4,000 characters take 48 kB at most, written as JSON escapes of two halves
BODY_SECONDS = 10.0
TEXT_LIMIT = 4000


def _writable(text: str) -> str:
    if any(ord(character) < 32 and character not in "\n\t" for character in text):
        raise ValueError("control characters cannot be sent")
    return text


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Nothing(Body):
    """A command that needs no more than its address."""


class Words(Body):
    """A reply or a note; `id` is made by the page, so that a resend is the same message."""

    id: Annotated[UUID, Field(strict=False)]
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT),
        AfterValidator(_writable),
    ]


class Resolved(Body):
    """What came of it, and what it was about."""

    verdict: Verdict
    cause: Cause


class Closing(Body):
    """`seen` is the last line on the agent's screen; what came of it may be left unsaid."""

    seen: Annotated[int, Field(ge=0, le=2**31 - 1)]
    resolution: Resolved | None = None

    def as_resolution(self) -> Resolution | None:
        said = self.resolution
        return Resolution(said.verdict, said.cause) if said else None


class SignIn(Body):
    """A name, and one of the two ways in."""

    name: Annotated[str, Field(max_length=200)]
    key: Annotated[str, Field(max_length=200)] | None = None
    password: Annotated[str, Field(max_length=1000)] | None = None


class Typing(Body):
    """The agent writes to this conversation's customer, or has stopped."""

    conversation: Annotated[int, Field(ge=1, le=2**63 - 1)]
    typing: bool


class Refused(Exception):
    """An answer of 4xx; the text is for the person at the page."""

    def __init__(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.headers = headers


B = TypeVar("B", bound=Body)


async def read_body(request: Request, form: type[B]) -> B:
    """Raises Refused with 4xx."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "Send the body as application/json.")
    try:
        return form.model_validate_json(await _whole(request))
    except ValidationError as error:
        raise Refused(422, _fault(error)) from None


async def _whole(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise Refused(413, f"The message is too long: at most {TEXT_LIMIT} characters.")
    except TimeoutError:
        raise Refused(408, "The body did not come in time.") from None
    except ClientDisconnect:
        raise Refused(400, "The body broke off.") from None  # nobody hears it; it is no fault of ours
    return bytes(body)


def answers_json(
    endpoint: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """Turns what was refused into JSON with one field, `error`; nothing of it is kept in a cache."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        response = await told(request)
        response.headers["cache-control"] = "no-store"
        return response

    async def told(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            return JSONResponse({"error": str(refused)}, refused.status, refused.headers)
        except NoSuchConversation:
            return JSONResponse({"error": "There is no conversation with this number."}, 404)
        except ConversationError as error:
            return JSONResponse({"error": str(error)}, 409)

    return answer


def _fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in fault["loc"]) or "body"
    return f"{where}: {fault['msg']}"
