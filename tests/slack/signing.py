"""Requests as Slack signs them."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from tests.slack.in_world import World


def signed(
    world: World, content: Mapping[str, Any] | str, at: float | None = None
) -> tuple[dict[str, str], bytes]:
    """Headers and body; what is no text is sent as JSON."""
    body = content if isinstance(content, str) else json.dumps(content)
    stamp = str(int(at if at is not None else time.time()))
    secret = world.slack.signing_secret.encode()
    signature = hmac.new(secret, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    form = isinstance(content, str) and not content.startswith("{")
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    headers = {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={signature}",
    }
    return headers, body.encode()
