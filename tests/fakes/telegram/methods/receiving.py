"""How updates come to the bot: it fetches them, or has them sent to an address of its own."""

import re
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram.params import Params
from tests.fakes.telegram.polling import BY_WEBHOOK
from tests.fakes.telegram.refusals import bad_request, conflict
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.webhook import Hook
from tests.fakes.telegram.world import World

MOST, CONNECTIONS = 100, 40
SECRET = re.compile(r"[\w-]{0,256}", re.ASCII)
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_updates(world: World, params: Params) -> list[JSON]:
    if world.webhook.hook:
        raise conflict(WEBHOOK_ACTIVE)
    world.updates.allow(_allowed(params))
    limit = min(max(params.number("limit", MOST), 1), MOST)
    return await world.polling.get(params.number("offset"), limit, params.number("timeout"))


def set_webhook(world: World, params: Params) -> bool:
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    # Telegram itself wants https; plain http is what its server takes when one runs it at home.
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    most = min(max(params.number("max_connections", CONNECTIONS), 1), 100)
    world.updates.allow(_allowed(params))
    _drop_if_asked(world, params)
    world.polling.end(BY_WEBHOOK)
    world.webhook.set(Hook(url, secret, most))
    return True


def delete_webhook(world: World, params: Params) -> bool:
    _drop_if_asked(world, params)
    world.webhook.set(None)
    return True


def get_webhook_info(world: World, params: Params) -> JSON:
    return world.webhook.info()


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.drop_all()


def _allowed(params: Params) -> list[str] | None:
    kinds: Any = params.structure("allowed_updates")
    return [str(it) for it in kinds] if isinstance(kinds, list) else None


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
