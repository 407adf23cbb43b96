"""Events, interactions and commands over HTTP, signed as Slack signs them (v0)."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

import httpx

from tests.fakes.slack.delivery import Parcel
from tests.fakes.slack.identities import SIGNING_SECRET, Installation


class HttpEvents:
    def __init__(self, installation: Callable[[], Installation], patience: Callable[[], float]) -> None:
        self._installation, self._patience = installation, patience
        self._client = httpx.AsyncClient(verify=False)  # plain HTTP: load no certificates
        self._posts: set[asyncio.Task[None]] = set()

    def open(self) -> bool:
        return True

    async def send(self, parcel: Parcel, attempt: int, reason: str) -> None:
        """In the background: an answer that comes late still counts."""
        task = asyncio.create_task(self._post(parcel, attempt, reason))
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)

    async def stop(self) -> None:
        for task in self._posts:
            task.cancel()
        await self._client.aclose()

    async def verify(self, url: str, token: str) -> bool:
        """Slack's first question to a request URL: say the challenge back."""
        body = json.dumps({"type": "url_verification", "token": token, "challenge": "prove-it"}).encode()
        answer = await self._client.post(url, content=body, headers=_headers(body, "application/json"))
        return answer.status_code == 200 and "prove-it" in answer.text

    async def _post(self, parcel: Parcel, attempt: int, reason: str) -> None:
        body, kind = _body(parcel)
        headers = _headers(body, kind)
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        try:
            answer = await self._client.post(
                self._url(parcel),
                content=body,
                headers=headers,
                timeout=httpx.Timeout(self._patience(), pool=None),
            )
        except httpx.TimeoutException:
            parcel.problem = "http_timeout"
        except httpx.HTTPError:
            parcel.problem = "connection_failed"
        else:
            self._read(parcel, answer)

    def _read(self, parcel: Parcel, answer: httpx.Response) -> None:
        if answer.is_success or answer.headers.get("X-Slack-No-Retry") == "1":
            parcel.accept(_answer(answer))
        else:
            parcel.problem = "http_error"

    def _url(self, parcel: Parcel) -> str:
        installed = self._installation()
        if parcel.kind == "slash_commands":
            url = installed.command_urls.get(parcel.payload["command"])
        else:
            url = installed.interactivity_url if parcel.kind == "interactive" else None
        return url or installed.request_url or ""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def _headers(body: bytes, kind: str) -> dict[str, str]:
    now = str(int(time.time()))
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": signature(SIGNING_SECRET, now, body),
        "User-Agent": "Slackbot 1.0 (simulated)",
    }


def _body(parcel: Parcel) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    if parcel.kind == "events_api":
        return json.dumps(parcel.payload).encode(), "application/json"
    if parcel.kind == "slash_commands":
        return urlencode(parcel.payload).encode(), form
    return urlencode({"payload": json.dumps(parcel.payload)}).encode(), form


def _answer(response: httpx.Response) -> dict:
    if response.headers.get("content-type", "").startswith("application/json") and response.content:
        return response.json()
    return {"text": response.text} if response.text.strip() else {}
