"""An upset customer: record it, say sorry, offer a person."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class Complaints(Errand):
    action = "action_complaint"
    topics = ("complaint",)
    notices = False

    async def serve(self, turn: Turn) -> Outcome:
        about = turn.earlier("topic") or "complaint"
        order = turn.message.entities.get("order_number") or turn.recall("last_order")
        said = next(iter(turn.own_words()), "")
        made = await self.shop.record_complaint(said, about, turn.message.id, order)
        timezone = (await self.shop.facts()).timezone
        turn.offer_person(
            "complaint",
            "utter_complaint",
            number=made.number,
            answer_by=turn.words.moment(made.answer_by, timezone),
        )
        return Outcome.DONE
