"""Claim against the bot's answer against close: whatever the order, one owner, and the bot is silent after a claim."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.conversations.answers import Answer, Question
from bot.conversations.errors import ConversationError
from bot.conversations.messages import Author, Inbound, Message
from bot.conversations.model import Handling
from bot.conversations.ports import Store
from tests.conversations.conftest import KARI, OLA, PERSON, Chat

INTERLEAVINGS = 1000
AT_ONCE = 25
SPREAD = 0.15  # seconds, as long as the acts of so many conversations take


@dataclass
class Race:
    """One conversation that a person was asked for, and what happens to it at the same moment."""

    chat: Chat
    number: int
    dice: random.Random
    conversation: int = 0

    @property
    def address(self) -> str:
        return f"racer-{self.number}"

    async def begin(self) -> None:
        """Half of them wait in the queue; the others are call-backs, which the bot goes on answering."""
        self.conversation = await self.says("I want a person")

    async def says(self, text: str) -> int:
        own = f"{self.address}:{text}"
        return (await self.chat.intake.receive(Inbound("widget", self.address, own, text))).conversation_id

    async def run(self) -> list[BaseException]:
        desk, conversation = self.chat.desk, self.conversation
        claim = self.dice.choice(
            [
                lambda: desk.claim(conversation, OLA),
                lambda: desk.reply(conversation, OLA, "from Ola", f"o{self.number}", claim=True),
            ]
        )
        acts: list[Awaitable[object]] = [
            self.says("one"),
            desk.claim(conversation, KARI),
            claim(),
            desk.reply(conversation, KARI, "from Kari", f"k{self.number}"),
            desk.close(conversation, self.dice.choice([KARI, OLA])),
            self.says("two"),
        ]
        if self.dice.random() < 0.3:
            acts.append(desk.hand_back(conversation, self.dice.choice([KARI, OLA])))
        self.dice.shuffle(acts)
        results = await asyncio.gather(*[self._in_a_while(act) for act in acts], return_exceptions=True)
        return [result for result in results if isinstance(result, BaseException)]

    async def _in_a_while(self, act: Awaitable[object]) -> None:
        await asyncio.sleep(self.dice.random() * SPREAD)
        await act


def check_one_owner(lines: list[Message]) -> list[str]:
    """Reads the log as the customer and staff do; gives back what happened, in short."""
    owner, story = None, []
    for line in lines:
        entry = line.entry
        if "has joined" in entry.text:
            assert owner is None, [line.entry.text for line in lines]
            owner = entry.text.split()[0]
            story.append("claim")
        elif "has ended" in entry.text or "handed you back" in entry.text:
            assert owner == entry.text.split()[0]
            owner = None
            story.append("end")
        elif entry.author is Author.AGENT:
            assert entry.name == owner, [line.entry.text for line in lines]
            story.append("agent")
        elif entry.author is Author.BOT:
            assert owner is None, [line.entry.text for line in lines]
            story.append("bot")
    return story


@pytest.mark.timeout(600)  # half a minute on a machine of one's own
async def test_in_a_thousand_interleavings_there_is_one_owner_and_no_bot_line_after_a_claim(
    store: Store,
) -> None:
    """Fails when a turn writes the bot's answer without reading the state again under lock."""
    chat, dice = Chat(store, desks=()), random.Random(7)

    async def think() -> None:
        await asyncio.sleep(dice.random() * SPREAD / 4)

    real = chat.dialogue.ask

    async def ask(question: Question) -> Answer:
        if question.text == "I want a person":
            return Answer((), handoff=PERSON)
        await think()
        return await real(question)

    chat.dialogue.ask = ask  # type: ignore[method-assign]
    stories: Counter[tuple[str, ...]] = Counter()
    for first in range(0, INTERLEAVINGS, AT_ONCE):
        chat.hours.opens = None if first % (2 * AT_ONCE) else chat.clock.now + timedelta(hours=1)
        races = [Race(chat, first + n, random.Random(first + n)) for n in range(AT_ONCE)]
        await asyncio.gather(*[race.begin() for race in races])
        await chat.settle()
        for failures in await asyncio.gather(*[race.run() for race in races]):
            assert all(isinstance(failure, ConversationError) for failure in failures), failures
        await chat.settle()
        for race in races:
            stories[tuple(check_one_owner(await chat.lines(race.conversation)))] += 1
            await check_nothing_is_left(chat, race)

    assert sum(stories.values()) == INTERLEAVINGS
    await chat.lanes.close()
    assert len(stories) >= 5  # else the dice did not shuffle anything; a dozen and more on an idle machine
    assert any("bot" in story and "claim" in story for story in stories)


async def check_nothing_is_left(chat: Chat, race: Race) -> None:
    """Every line was dealt with, and nothing of the bot went out after a claim either."""
    assert await chat.store.unanswered(race.conversation) is None
    assert await chat.store.owed(race.conversation) == 0
    conversation = await chat.store.conversation(race.conversation)
    assert (conversation.agent is not None) == (conversation.handling is Handling.HUMAN)
