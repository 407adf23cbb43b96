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
        if turn.message.is_button:
            return
        for wish in (Wish.UNSUBSCRIBE, Wish.SUBSCRIBE):
            if turn.words.mentions(f"utter_words_{wish}", turn.message.text):
                if turn.recall("wish") != wish:  # "yes, unsubscribe me" says yes, and nothing new
                    turn.heard.add("wish")
                turn.remember("wish", wish.value)
                return

    def restated(self, turn: Turn) -> bool:
        wish = turn.recall("wish")
        return super().restated(turn) or turn.words.mentions(f"utter_words_{wish}", turn.message.text)

    async def serve(self, turn: Turn) -> Outcome:
        wish = Wish(turn.need("wish", "utter_ask_newsletter"))
        email = turn.need("email", "utter_ask_newsletter_email")
        turn.confirmed(f"{wish} {email}", f"utter_confirm_newsletter_{wish}", email=email)
        await self.shop.wish(wish, email, turn.message.id)
        turn.say(f"utter_newsletter_{wish}", email=email)
        return Outcome.DONE
