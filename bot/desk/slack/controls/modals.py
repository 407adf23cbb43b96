"""The modals of a hand-over: handing over, resolving, and sending a suggested answer."""

import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.conversations.desk import Desk
from bot.conversations.errors import ConversationError, DeliveryError, DialogueFailed
from bot.conversations.handoffs import Cause, Resolution, Verdict
from bot.conversations.model import Conversation, Handling
from bot.conversations.ports import Store
from bot.conversations.suggestions import Suggestions
from bot.desk.slack import names
from bot.desk.slack.api.faults import read, written
from bot.desk.slack.api.people import People
from bot.desk.slack.controls import modal_views
from bot.desk.slack.controls.actions import Cards, NotNow, Press
from bot.desk.slack.controls.later import Later
from bot.desk.slack.routing import Routing

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
UNFILLED = re.compile(r"\{(name|order|agent)\}")
Faults = dict[str, str]  # by field: what to mend before the modal can be sent


class Modals:
    """Opening raises ConversationError like the buttons; what is sent in gives back faults, none when it is done."""

    def __init__(
        self,
        *,
        client: AsyncWebClient,
        cards: Cards,
        desk: Desk,
        suggestions: Suggestions,
        store: Store,
        people: People,
        routing: Routing,
        later: Later,
    ) -> None:
        self._client = client
        self._cards = cards
        self._desk = desk
        self._suggestions = suggestions
        self._store = store
        self._people = people
        self._routing = routing
        self._later = later

    async def open_hand_over(self, press: Press) -> None:
        _conversation, handoff, _agent = await self._cards.about(press)
        await self._open(
            press.trigger, modal_views.hand_over_view({"handoff": handoff.id}, self._routing.places())
        )

    async def open_resolve(self, press: Press) -> None:
        conversation, handoff, agent = await self._cards.about(press)
        _require_owner(conversation, agent.id)
        seen = await self._last_seq(conversation.id)
        proposed = await self._desk.proposed_cause(conversation, handoff, seen)
        about = {"handoff": handoff.id, "seen": seen}
        await self._open(press.trigger, modal_views.resolve_view(about, proposed))

    async def open_suggest(self, press: Press) -> None:
        """The trigger is over before the bot has thought: a modal that waits comes first."""
        conversation, handoff, _agent = await self._cards.about(press)
        opened = await self._open(press.trigger, modal_views.wait_view("Suggested answer"))
        view = str(opened["view"]["id"])
        self._later.do("suggestion", self._suggest(view, conversation.id, handoff.id))

    async def open_answer(self, trigger: str, handoff_id: int, text: str, title: str) -> None:
        """A prepared text, to be changed and sent."""
        view = modal_views.suggest_view({"handoff": handoff_id}, text, title=title)
        await self._open(trigger, view)

    async def hand_over(self, user: str, view: Json) -> Faults:
        person = modal_views.answer_of(view, names.PERSON)
        place = modal_views.answer_of(view, names.PLACE)
        if (person is None) == (place is None):
            return {names.PERSON: "Choose either a colleague or a desk channel."}
        try:
            conversation, _handoff = await self._opened(view)
            agent = await self._people.agent(user)
            if place is not None:
                await self._desk.pass_on(conversation.id, agent, place)
            elif person is not None:
                if await self._is_no_person(person):
                    return {names.PERSON: "Only people can take it."}
                await self._desk.assign(conversation.id, agent, await self._people.agent(person))
        except ConversationError as error:
            return {names.PERSON if person else names.PLACE: str(error)}
        return {}

    async def resolve(self, user: str, view: Json) -> Faults:
        verdict, cause = (modal_views.answer_of(view, field) for field in (names.VERDICT, names.CAUSE))
        try:
            resolution = Resolution(Verdict(verdict or ""), Cause(cause or ""))
        except ValueError:
            return {names.CAUSE: "Choose an outcome and a cause."}
        try:
            conversation, _handoff = await self._opened(view)
            seen = modal_views.about_of(view).get("seen")
            agent = await self._people.agent(user)
            await self._desk.close(conversation.id, agent, seen, resolution)
        except ConversationError as error:
            return {names.VERDICT: str(error)}
        return {}

    async def send_suggested(self, user: str, view: Json) -> Faults:
        """As the agent's own reply; it comes into the thread like what is written at the web desk."""
        text = (modal_views.answer_of(view, names.TEXT) or "").strip()
        if not text:
            return {names.TEXT: "Write something."}
        if unfilled := UNFILLED.search(text):
            return {names.TEXT: f"Fill in {unfilled[0]} first."}
        try:
            conversation, _handoff = await self._opened(view)
            agent = await self._people.agent(user)
            await self._desk.reply(
                conversation.id, agent, text, f"{names.IN_A_WINDOW}{view['id']}", claim=True
            )
        except ConversationError as error:
            return {names.TEXT: str(error)}
        return {}

    async def _opened(self, view: Json) -> tuple[Conversation, object]:
        return await self._cards.open(str(modal_views.about_of(view).get("handoff")))

    async def _open(self, trigger: str, view: dict[str, Any]) -> AsyncSlackResponse:
        return await written(self._client.views_open(trigger_id=trigger, view=view))

    async def _suggest(self, view: str, conversation_id: int, handoff_id: int) -> None:
        try:
            answer = await self._suggestions.suggest(conversation_id)
        except DialogueFailed:
            shown = modal_views.words_view("Suggested answer", "The bot has no answer to the last message.")
        else:
            shown = modal_views.suggest_view({"handoff": handoff_id}, answer)
        await written(self._client.views_update(view_id=view, view=shown))

    async def _last_seq(self, conversation_id: int) -> int:
        seq = 0
        while lines := await self._store.messages(conversation_id, after=seq):
            seq = lines[-1].seq
        return seq

    async def _is_no_person(self, user: str) -> bool:
        try:
            found = (await read(self._client.users_info(user=user)))["user"]
        except DeliveryError as error:
            log.warning("cannot tell whether it is a person: %s", error)
            return False
        return bool(found.get("is_bot") or found.get("deleted") or user == "USLACKBOT")


def _require_owner(conversation: Conversation, agent_id: str) -> None:
    owner = conversation.agent
    if conversation.handling is not Handling.HUMAN or owner is None or owner.id != agent_id:
        raise NotNow(f"{owner.name} has this conversation." if owner else "Take the conversation first.")
