"""Trouble with signing in: a link for a new password, to the account's own address."""

from actions.form import Form
from actions.service_values import Wish
from actions.turn import Outcome, Turn


class AccountLogin(Form):
    action = "account_login_form"
    topics = ("account_login_issue",)
    slots = ("email",)
    keeps = ("email",)

    async def serve(self, turn: Turn) -> Outcome:
        email = turn.need("email", "utter_ask_login_email")
        terms = await self.shop.account_terms()
        turn.confirmed(f"login {email}", "utter_confirm_login", email=email)
        await self.shop.wish(Wish.LOGIN_LINK, email, turn.message.id)
        turn.say("utter_login_link", email=email, hours=turn.words.hours_long(terms.link_hours))
        return Outcome.DONE
