"""Slack's requests over HTTP: verified, then given to Bolt."""

import logging
from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

log = logging.getLogger(__name__)

TIMESTAMP = "x-slack-request-timestamp"
SIGNATURE = "x-slack-signature"
DIGITS = 12  # of a time in seconds, for the next 30,000 years

Answer = tuple[int, Mapping[str, str], str]  # status, headers, body
NOT_SLACK: Answer = (401, {}, "Not signed by Slack, or more than five minutes ago.")


class HttpDoor:
    def __init__(self, app: AsyncApp, signing_secret: str | None) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None

    async def take(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """`headers` by lower-case name. 401 when Slack did not sign it; 500 when it could not be stored."""
        if self._verifier is None:
            return 404, {}, "Slack's requests come over a socket here; no signing secret is set."
        if not self._is_signed(headers, body):
            return NOT_SLACK
        try:
            request = AsyncBoltRequest(body=body.decode(), headers=dict(headers))
        except ValueError:  # neither UTF-8 nor JSON
            return 400, {}, "Cannot be read."
        answer = await self._app.async_dispatch(request)
        shown = {name: str(value) for name, value in answer.first_headers_without_set_cookie().items()}
        return answer.status, shown, answer.body

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        stamp, signature = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= DIGITS):
            return False  # the SDK would raise
        try:
            return self._verifier is not None and self._verifier.is_valid(body, stamp, signature)
        except (UnicodeDecodeError, TypeError):  # a body that is no text; a signature that is not ASCII
            return False
