"""Rasa's message processor, except that what fails inside fails the whole turn."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from engine.graph import InOrder, load
from engine.live_tracker import recent
from engine.remote_action import ShopAction
from engine.spoken import follow
from engine.wishes import split, two

log = logging.getLogger("engine.processor")


class TurnFailed(Exception):
    """The turn came to no answer; nothing of it is kept, so it may be asked again."""


class TurnProcessor(MessageProcessor):
    """Stock Rasa logs a failed action and answers with whatever is left, often nothing."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(on_circuit_break=_too_many_actions, **parts)  # type: ignore[arg-type]

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, InOrder]:
        model = Path(model_path)
        return model.name, *load(model)

    async def _update_tracker_session(self, tracker: DialogueStateTracker, *rest: Any, **named: Any) -> None:
        # The gateway decides when a session ends; Rasa would look through all its events to see.
        if not tracker.events:
            await super()._update_tracker_session(tracker, *rest, **named)

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, *rest: Any, **named: Any
    ) -> dict[str, Any]:
        """What was understood; the tracker goes on in the language of the message."""
        parsed = await super().parse_message(message, tracker, *rest, **named)
        if tracker is None:
            return parsed
        parsed = follow(parsed, message, tracker, self.domain)
        typed = message.parse_data is None and not tracker.active_loop_name
        wishes = split(message.text or "", parsed, self.parse_texts) if typed else []
        return two(parsed, wishes) if wishes else parsed

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Checked once, at training; Rasa makes an empty domain for every message to compare with."""

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        # The policies read all they are given, so the whole session would cost more with each turn.
        return super()._predict_next_with_tracker(tracker if tracker.followup_action else recent(tracker))

    async def _run_action(
        self, action: Action, tracker: DialogueStateTracker, *rest: Any, **named: Any
    ) -> bool:
        if type(action) is RemoteAction:
            action = ShopAction(action.name(), self.action_endpoint)
        watched = WatchedAction(action)
        goes_on = await super()._run_action(watched, tracker, *rest, **named)
        if watched.failure is not None:
            cause = watched.failure.__cause__ or watched.failure.__context__ or watched.failure
            raise TurnFailed(f"{action.name()} failed: {type(cause).__name__}") from watched.failure
        return goes_on

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        """Keeps no turn in which nothing was said: it would be replayed as an empty answer."""
        for event in reversed(tracker.events):
            if isinstance(event, BotUttered) and _says_something(event):
                break
            if isinstance(event, UserUttered):
                raise TurnFailed(f"No response follows the intent {event.intent_name!r}")
        await super().save_tracker(tracker)

    def parse_texts(self, texts: list[str]) -> list[dict[str, Any]]:
        """Reads texts in one batch, each as a first message would be."""
        tracker = DialogueStateTracker.from_events("parse", [], self.domain.slots)
        target = self.model_metadata.nlu_target
        messages = [UserMessage(text) for text in texts]
        inputs = {PLACEHOLDER_MESSAGE: messages, PLACEHOLDER_TRACKER: tracker}
        parsed = self.graph_runner.run(inputs=inputs, targets=[target])[target]
        return [message.as_dict(only_output_properties=True) for message in parsed]


class WatchedAction(Action):
    """Remembers the exception that Rasa swallows."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: Exception | None = None

    def name(self) -> str:
        """The action's own name."""
        return self._action.name()

    async def run(self, output_channel: OutputChannel, *rest: Any, **named: Any) -> list[Event]:
        """Runs the action; a form that declines is not a failure."""
        try:
            return await self._action.run(output_channel, *rest, **named)
        except ActionExecutionRejection:
            raise
        except Exception as failure:
            self.failure = failure
            raise

    def event_for_successful_execution(self, *rest: Any, **named: Any) -> Event:
        """The action's own event: forms and bot texts have a special one."""
        return self._action.event_for_successful_execution(*rest, **named)


def _says_something(event: BotUttered) -> bool:
    custom = event.data.get("custom") or {}
    return bool(event.text or event.data.get("image") or custom.get("handoff"))


def _too_many_actions(tracker: DialogueStateTracker, *_: Any) -> None:
    raise TurnFailed(f"The rules ran in a circle; the last action was {tracker.latest_action_name}")
