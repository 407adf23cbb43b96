"""A word to one member of staff that nobody else sees."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.desk.slack.api.faults import written
from bot.desk.slack.controls.later import Later
from bot.desk.slack.text.blocks import modal, section
from bot.desk.slack.text.escape import words

LIMIT = 2900


class Aside:
    def __init__(self, client: AsyncWebClient, later: Later) -> None:
        self._client = client
        self._later = later

    def tell(self, user: str, channel: str, text: str, *, thread: str | None = None) -> None:
        """In a channel, or in one of its threads."""
        said = self._client.chat_postEphemeral(
            channel=channel, user=user, thread_ts=thread, text=words(text, LIMIT), link_names=False
        )
        self._later.do("aside", written(said))

    def answer(self, address: str, text: str) -> None:
        """To a press, also of somebody who is not in the channel. `address`: the one Slack gave with the press."""
        webhook = AsyncWebhookClient(
            address, session=self._client.session, proxy=self._client.proxy, retry_handlers=[]
        )
        said = webhook.send_dict(
            {"text": words(text, LIMIT), "response_type": "ephemeral", "replace_original": False}
        )
        self._later.do("aside", said)

    def show(self, trigger: str, title: str, text: str) -> None:
        """In a modal, where there is no channel. `trigger`: of what was pressed less than 3 s ago."""
        view: dict[str, Any] = modal(title, "aside", [section(text)], close="OK")
        self._later.do("aside", written(self._client.views_open(trigger_id=trigger, view=view)))
