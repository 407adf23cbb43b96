"""What a customer wants the shop to know, written down in their own words."""

from actions.form import Form
from actions.turn import Outcome, Turn

TELLING = 8  # words; a longer message is the feedback itself, a shorter one announces it


class Feedback(Form):
    action = "feedback_form"
    topics = ("leave_feedback",)
    slots = ("feedback",)

    async def serve(self, turn: Turn) -> Outcome:
        if turn.active_form != self.name() and len(turn.message.text.split()) >= TELLING:
            turn.remember("feedback", turn.message.text)
        told = turn.need("feedback", "utter_ask_feedback")
        await self.shop.record_complaint(told, "leave_feedback", turn.message.id)
        turn.say("utter_feedback_noted")
        turn.forget("feedback")
        return Outcome.DONE
