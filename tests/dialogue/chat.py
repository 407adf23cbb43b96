"""A conversation with the errands and the demo shop alone: what was understood is given, nothing is guessed."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

import actions
from actions.registry import executor_for
from actions.shop import Shop

PROJECT = Path(__file__).parents[2]


def routes() -> dict[str, str]:
    """Intents to the action their rule names."""
    files = (PROJECT / "data" / "rules").glob("*.yml")
    rules = [rule for file in files for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]]
    return {
        step["intent"]: rule["steps"][1]["action"]
        for rule in rules
        for step in rule["steps"][0].get("or", [rule["steps"][0]])
    }


@dataclass
class Said:
    """What one message led to."""

    keys: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    outcomes: list[tuple[str, str]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    handoff: dict[str, Any] | None = None


class Chat:
    """Does what Rasa does with an action's events: slots, the active form and the action that follows."""

    def __init__(self, shop: Shop, language: str = "en") -> None:
        self._executor: ActionExecutor = executor_for(actions, shop)
        self._routes = routes()
        self._language = language
        self._events: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self.slots: dict[str, Any] = {"language": language}
        self.form: str | None = None

    async def says(
        self,
        text: str,
        intent: str,
        *ranking: str,
        again: bool = False,
        wishes: Sequence[dict[str, Any]] = (),
        photos: Sequence[str] = (),
        **entities: str,
    ) -> Said:
        """`ranking`: what else it might have meant; `again`: Rasa had crashed and runs the message anew.

        `photos`: names of what came along.
        """
        number = str(next(self._numbers)) if not again else self._message["metadata"]["message_id"]
        ranks = [
            {"name": name, "confidence": 0.9 / 2**place} for place, name in enumerate((intent, *ranking))
        ]
        self._message = {
            "text": text,
            "intent": ranks[0],
            "intent_ranking": ranks,
            "entities": [{"entity": name, "value": value} for name, value in entities.items()],
            "metadata": {
                "message_id": number,
                "channel": "telegram",
                "language": self._language,
                "photos": [{"key": f"k-{number}-{name}", "name": name} for name in photos],
            },
            "wishes": list(wishes),
        }
        self._events.append({"event": "user", "text": text, "parse_data": self._message})
        said = Said()
        action, latest = self.form or self._routes[intent], "action_listen"
        while action != "action_listen":
            try:
                following = await self._run(action, latest, said)
            except ActionExecutionRejection:
                action = self._routes[intent]
                continue
            latest, action = action, following
        return said

    async def presses(self, payload: str) -> Said:
        """A button of an answer, by its payload."""
        intent, _, values = payload[1:].partition("{")
        return await self.says(payload, intent, **yaml.safe_load("{" + values if values else "{}"))

    async def _run(self, action: str, latest: str, said: Said) -> str:
        tracker = {
            "sender_id": "s",
            "slots": self.slots,
            "latest_message": self._message,
            "events": self._events,
            "paused": False,
            "followup_action": None,
            "active_loop": {"name": self.form} if self.form else {},
            "latest_action_name": latest,
        }
        result = await self._executor.run({"next_action": action, "tracker": tracker, "domain": {}})
        assert result is not None
        for message in result.responses:
            self._hear(message, said)
        following = "action_listen"
        for event in result.events:
            if event["event"] == "slot":
                self.slots = self.slots | {event["name"]: event["value"]}
            elif event["event"] == "active_loop":
                self.form = event["name"]
            elif event["event"] == "followup":
                following = event["name"]
        return following

    @staticmethod
    def _hear(message: dict[str, Any], said: Said) -> None:
        told = message.get("custom") or {}
        if message.get("response"):
            said.keys.append(message["response"])
            said.values |= {key: it for key, it in message.items() if key not in {"response", "buttons"}}
            said.buttons |= {it["title"]: it["payload"] for it in message.get("buttons") or ()}
        if "outcome" in told:
            said.outcomes.append((told["outcome"]["topic"], told["outcome"]["outcome"]))
        if "source" in told:
            said.rules.append(told["source"]["rule"])
        if "handoff" in told:
            said.handoff = told["handoff"]
