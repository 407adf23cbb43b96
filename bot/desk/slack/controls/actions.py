"""The buttons on cards and in App Home: each press is one command of the desk, done before it is acknowledged."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.conversations.desk import Desk
from bot.conversations.errors import ConversationError
from bot.conversations.handoffs import Handoff, HandoffEnd
from bot.conversations.model import Agent, Conversation
from bot.conversations.ports import Clock, Store
from bot.desk.slack.api.people import People
from bot.desk.slack.controls.aside import Aside

Json = Mapping[str, Any]
SPANS = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1), "4h": timedelta(hours=4)}
MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button or chosen option. `channel` is None in App Home; `trigger` opens a modal for 3 s."""

    user: str
    action: str
    value: str
    trigger: str
    at: str  # ts of the press
    label: str = ""  # what stands on the button
    channel: str | None = None
    message: str | None = None  # ts of the message it stands under
    answer_to: str | None = None  # address for a word to who pressed


def read_press(body: Json) -> Press:
    action = body["actions"][0]
    option = action.get("selected_option") or {}
    container = body.get("container") or {}
    return Press(
        str(body["user"]["id"]),
        str(action["action_id"]),
        str(action.get("value") or option.get("value") or ""),
        str(body.get("trigger_id") or ""),
        str(action.get("action_ts") or ""),
        str((action.get("text") or {}).get("text") or ""),
        container.get("channel_id") or (body.get("channel") or {}).get("id"),
        container.get("message_ts"),
        body.get("response_url"),
    )


class NotNow(ConversationError):
    """What was pressed no longer makes sense; the text says why."""


class Cards:
    """Commands by hand-over. All raise ConversationError with a text for the one who pressed."""

    def __init__(self, desk: Desk, store: Store, people: People, clock: Clock, zone: ZoneInfo) -> None:
        self._desk = desk
        self._store = store
        self._people = people
        self._clock = clock
        self._zone = zone

    async def take(self, press: Press) -> None:
        conversation, _handoff, agent = await self.about(press)
        await self._desk.claim(conversation.id, agent)

    async def hand_back(self, press: Press) -> None:
        conversation, _handoff, agent = await self.about(press)
        await self._desk.hand_back(conversation.id, agent)

    async def hand_back_settled(self, press: Press) -> None:
        conversation, _handoff, agent = await self.about(press)
        await self._desk.hand_back(conversation.id, agent, settled=True)

    async def answered(self, press: Press) -> None:
        conversation, _handoff, agent = await self.about(press)
        await self._desk.answered(conversation.id, agent)

    async def snooze(self, press: Press) -> None:
        conversation, _handoff, agent = await self.about(press)
        choice = press.value.partition(":")[2]
        await self._desk.snooze(conversation.id, agent, snooze_until(choice, self._clock(), self._zone))

    async def about(self, press: Press) -> tuple[Conversation, Handoff, Agent]:
        """What the button stands for and who pressed it."""
        conversation, handoff = await self.open(press.value.partition(":")[0])
        return conversation, handoff, await self._people.agent(press.user)

    async def open(self, handoff_id: str) -> tuple[Conversation, Handoff]:
        """Raises NotNow for a hand-over that has ended: its card is only history."""
        found = await self._store.handoff(int(handoff_id)) if handoff_id.isdecimal() else None
        if found is None:
            raise NotNow("This hand-over is not known any more.")
        if found[1].end not in (None, HandoffEnd.EXPIRED):
            raise NotNow("This hand-over has ended.")
        return found


class Errors:
    """Whoever pressed is told why nothing happened, and nobody else."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside

    async def attempt(self, press: Press, command: Callable[[Press], Awaitable[None]]) -> None:
        try:
            await command(press)
        except ConversationError as error:
            self.tell(press, str(error))

    def tell(self, press: Press, text: str) -> None:
        if press.answer_to:
            self._aside.answer(press.answer_to, text)
        else:
            self._aside.show(press.trigger, "Not done", text)


def snooze_until(choice: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Raises NotNow for an unknown choice."""
    if choice in SPANS:
        return now + SPANS[choice]
    if choice == "tomorrow":
        tomorrow = now.astimezone(zone).date() + timedelta(days=1)
        return datetime.combine(tomorrow, MORNING, zone).astimezone(now.tzinfo)
    raise NotNow("Choose how long.")
