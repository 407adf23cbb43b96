"""The customer asks for another language and nothing else: the answer is in it already."""

from actions.errand import Errand
from actions.turn import Turn


class SwitchLanguage(Errand):
    action = "action_switch_language"

    async def serve(self, turn: Turn) -> None:
        turn.say("utter_language_switched")
