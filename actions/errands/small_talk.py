"""Greetings, thanks, goodbyes, and whether this is a person."""

from actions.errand import Errand
from actions.turn import Turn


class SmallTalk(Errand):
    action = "action_small_talk"

    async def serve(self, turn: Turn) -> None:
        turn.say(f"utter_{turn.message.intent}", shop=(await self.shop.facts()).name)
