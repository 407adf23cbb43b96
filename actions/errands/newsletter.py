"""Get the newsletter, or be rid of it."""

from actions.form import Form
from actions.service_values import Wish
from actions.turn import Outcome, Turn


class Newsletter(Form):
    action = "newsletter_form"
    topics = ("newsletter",)
    slots = ("email", "wish")
    keeps = ("email",)

    def note(self, turn: Turn) -> None:
        """Unsubscribing first: its words often hold those of subscribing."""
        for wish in (Wish.UNSUBSCRIBE, Wish.SUBSCRIBE):
            if turn.words.mentions(f"utter_words_{wish}", turn.message.text):
                turn.remember("wish", wish.value)
                turn.heard.add("wish")
                return

    async def serve(self, turn: Turn) -> Outcome:
        wish = Wish(turn.need("wish", "utter_ask_newsletter"))
        email = turn.need("email", "utter_ask_newsletter_email")
        await self.shop.wish(wish, email, turn.message.id)
        turn.say(f"utter_newsletter_{wish}", email=email)
        return Outcome.DONE
