"""The library's HTTP client: failed servers are told apart, and one odd update does not spoil its batch."""

import json
from typing import Any

from telegram.error import NetworkError, TelegramError
from telegram.request import HTTPXRequest

RAW = "raw"  # where an update's JSON stands in `Update.api_kwargs`

PAUSE = 5.0  # seconds, when Telegram does not say for how long


class ServerFailed(NetworkError):
    """Telegram answered that it could not do it (5xx)."""

    def __init__(self, code: int) -> None:
        super().__init__(f"Telegram's server failed ({code})")
        self.code = code


class TooMany(TelegramError):
    """Telegram wants a pause (429). The library's own RetryAfter warns whenever it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram wants a pause of {seconds:g} s")
        self.seconds = seconds


class Wire(HTTPXRequest):
    """Unlike the library's own, it never logs a body: bodies hold what customers wrote."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if code >= 500:
            raise ServerFailed(code)
        if code == 429:
            raise TooMany(_pause(payload))
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("the answer is not JSON") from None
        if not isinstance(parsed, dict):
            raise TelegramError("the answer is not a JSON object")
        return parsed


def _pause(payload: bytes) -> float:
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return PAUSE


class UpdatesWire(Wire):
    """Hands every update on as it came: those of a kind unknown to the library are ours to name."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        parsed = Wire.parse_json_payload(payload)
        updates = parsed.get("result")
        if isinstance(updates, list):
            parsed["result"] = [{"update_id": update["update_id"], RAW: update} for update in updates]
        return parsed
