"""The client of our Rasa: one question at a time per process, first come first served."""

import asyncio
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from bot.conversations.answers import Answer, HandoffRequest, Outcome, Question, Reply, Source
from bot.conversations.errors import DialogueFailed
from bot.conversations.messages import Button, Location
from bot.dialogue.probe import is_up
from bot.privacy.kinds import CONTACTS
from bot.privacy.mask import mask

RETRY_SECONDS = 0.25  # between tries while Rasa cannot be reached
JSON = {"Content-Type": "application/json"}
OUR_DEADLINE = aiohttp.ClientTimeout()  # none of its own: it would ask twice, behind all others
LAST_CHANCE = 0.5  # seconds for a question that used up its time in line behind one without an answer


class _Button(BaseModel):
    title: str
    payload: str


class _Reply(BaseModel):
    text: str | None = None
    buttons: list[_Button] = Field(default_factory=list)
    image: str | None = None


class _Handoff(BaseModel):
    reason: str
    topic: str | None = None
    summary: str = ""
    slots: dict[str, Any] = Field(default_factory=dict)


class _Outcome(BaseModel):
    topic: str
    outcome: str


class _Source(BaseModel):
    rule: str
    text: str = ""
    where: str = ""


class _Turn(BaseModel):
    """The engine's answer on the wire; more fields may come."""

    model_config = ConfigDict(extra="ignore")

    replies: list[_Reply]
    parse: dict[str, Any] = Field(default_factory=dict)
    handoff: _Handoff | None = None
    outcomes: list[_Outcome] = Field(default_factory=list)
    sources: list[_Source] = Field(default_factory=list)
    slots: dict[str, Any] = Field(default_factory=dict)
    busy: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RasaLimits:
    """`deadline`: seconds from asking to answer; `parallel`: questions in flight per Rasa process."""

    deadline: float = 8.0
    parallel: int = 1


class _Worker:
    """One Rasa process and the line of questions before it. asyncio's semaphore serves in order of arrival.

    `stuck`: the last question got no answer in time.
    """

    def __init__(self, url: str, parallel: int) -> None:
        self.url = url
        self.line = asyncio.Semaphore(parallel)
        self.stuck = False

    def late_at(self, asked_at: float, now: float, deadline: float) -> float:
        """When to give up a question whose turn has come."""
        return max(asked_at + deadline, now + LAST_CHANCE) if self.stuck else now + deadline


class RasaDialogue:
    """Implements the core's Dialogue over the engine's HTTP channel.

    A conversation always goes to the same process, since that one holds its tracker in memory. Waiting in line
    does not count against the deadline: a busy hour makes answers late, it does not turn them all into hand-overs.
    It counts while the process is stuck, or the last in line would wait a deadline for each one before it.
    """

    def __init__(self, urls: Sequence[str], limits: RasaLimits, client: aiohttp.ClientSession) -> None:
        self._workers = [_Worker(url.rstrip("/"), limits.parallel) for url in urls]
        self._limits = limits
        self._client = client

    async def ask(self, question: Question) -> Answer:
        worker = self._worker(question.session)
        body = _body(question)
        loop = asyncio.get_running_loop()
        asked_at, late_at = loop.time(), 0.0
        while True:
            async with worker.line:
                late_at = late_at or worker.late_at(asked_at, loop.time(), self._limits.deadline)
                try:
                    async with asyncio.timeout_at(late_at):
                        return await self._once(worker, body)
                except TimeoutError as error:
                    worker.stuck = True
                    raise DialogueFailed(f"no answer within {self._limits.deadline:g} s") from error
                except aiohttp.ClientError as error:  # not there, or gone in the middle: the same id is safe
                    reason = error
            if loop.time() + RETRY_SECONDS >= late_at:
                raise DialogueFailed(f"Rasa cannot be reached: {reason!r}") from reason
            await asyncio.sleep(RETRY_SECONDS)

    async def ready(self) -> bool:
        """Whether every process has its model loaded."""
        checks = (is_up(self._client, f"{worker.url}/webhooks/shopdesk/health") for worker in self._workers)
        return all(await asyncio.gather(*checks))

    def _worker(self, session: str) -> _Worker:
        conversation = session.partition(".")[0]
        return self._workers[zlib.crc32(conversation.encode()) % len(self._workers)]

    async def _once(self, worker: _Worker, body: bytes) -> Answer:
        url = f"{worker.url}/webhooks/shopdesk/turn"
        async with self._client.post(url, data=body, headers=JSON, timeout=OUR_DEADLINE) as response:
            content = await response.read()
        worker.stuck = False
        if response.status != HTTPStatus.OK:
            said = content[:200].decode(errors="replace")
            raise DialogueFailed(f"Rasa answered {response.status}: {said}")
        try:
            answer = _answer(_Turn.model_validate_json(content))
        except ValidationError as error:
            raise DialogueFailed(f"Rasa's answer is not understood: {error.error_count()} faults") from error
        if not answer.replies and answer.handoff is None:
            raise DialogueFailed("Rasa's answer is empty")
        return answer


def _body(question: Question) -> bytes:
    """Rasa remembers what it is told and never needs a card number or a national number."""
    fields = {
        "session": question.session,
        "message_id": str(question.message_id),
        "text": mask(question.text, keep=CONTACTS) if question.text else question.text,
        "payload": _payload(question),
        "channel": question.channel,
        "language": question.language,
        "slots": dict(question.slots) if question.slots else None,
        "photos": [{"key": photo.key, "name": photo.name} for photo in question.photos] or None,
    }
    return to_json(fields)


def _payload(question: Question) -> str | None:
    """What was chosen; a place or a photo that came without words as the payload that Rasa knows it by."""
    if question.location:
        return _shared(question.location)
    wordless = question.photos and question.text is None and question.payload is None
    return "/share_photo" if wordless else question.payload


def _shared(place: Location) -> str:
    return f'/share_location{{"latitude": "{place.latitude}", "longitude": "{place.longitude}"}}'


def _answer(turn: _Turn) -> Answer:
    handoff = turn.handoff
    return Answer(
        replies=tuple(_reply(reply) for reply in turn.replies if reply.text or reply.image),
        parse=turn.parse,
        handoff=HandoffRequest(handoff.reason, handoff.topic, handoff.summary, handoff.slots)
        if handoff
        else None,
        outcomes=tuple(Outcome(outcome.topic, outcome.outcome) for outcome in turn.outcomes),
        sources=tuple(Source(source.rule, source.text, source.where) for source in turn.sources),
        slots=turn.slots,
        busy=turn.busy,
        language=turn.language,
    )


def _reply(reply: _Reply) -> Reply:
    buttons = tuple(Button(button.title, button.payload) for button in reply.buttons)
    return Reply(reply.text or "", buttons, reply.image)
