"""A photo without words: every errand keeps photos that were asked for; here those are left that fit nothing."""

from actions.errand import Errand
from actions.photos import TOPIC
from actions.turn import Outcome, Turn


class Photos(Errand):
    action = "action_photo"  # of no topic: the conversation is still about the return

    async def serve(self, turn: Turn) -> None:
        if not turn.photos_kept:
            turn.offer_person("needs_colleague", "utter_photo_unplaced")
            turn.report(TOPIC, Outcome.REFUSED)
