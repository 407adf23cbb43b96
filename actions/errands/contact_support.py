"""How and when to reach the shop's people."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class ContactSupport(Errand):
    action = "action_contact_support"
    topics = ("contact_support",)

    async def serve(self, turn: Turn) -> Outcome:
        facts = await self.shop.facts()
        turn.say(
            "utter_contact_support",
            shop=facts.name,
            email=facts.email,
            phone=turn.words.phone(facts.phone),
            hours=turn.words.of_shop(facts.desk_hours_text),
        )
        return Outcome.ANSWERED
