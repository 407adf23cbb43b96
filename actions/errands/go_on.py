"""People hand the customer back who was in the middle of an errand: whether to go on with it."""

from actions.errand import Errand, topics_of
from actions.turn import Turn


class GoOn(Errand):
    action = "action_go_on"
    notices = False

    def open(self, turn: Turn) -> None:
        """Nothing is begun: the errand that was interrupted is still the one in hand."""

    async def serve(self, turn: Turn) -> None:
        form = str(turn.recall("interrupted"))
        topics, last = topics_of(form), turn.recall("topic")
        turn.remember("offer", form)
        turn.say("utter_go_on", errand=turn.words.name("errand", last if last in topics else topics[0]))
