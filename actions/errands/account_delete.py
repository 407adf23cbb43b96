"""Close an account: what is deleted and what the law keeps, then the wish itself, after a yes."""

from actions.form import Form
from actions.service_values import Wish
from actions.turn import Outcome, Turn


class AccountDelete(Form):
    action = "account_delete_form"
    topics = ("account_delete",)
    slots = ("email",)
    keeps = ("email",)
    resumes = False

    async def serve(self, turn: Turn) -> Outcome:
        email = turn.need("email", "utter_ask_erasure_email")
        terms = await self.shop.account_terms()
        days = turn.words.days(terms.erasure_days)
        turn.cite(terms.rule)
        turn.confirmed(
            f"delete {email}",
            "utter_confirm_erasure",
            email=email,
            days=days,
            years=turn.words.years(terms.keep_years),
        )
        number = await self.shop.wish(Wish.ERASURE, email, turn.message.id)
        turn.say("utter_erasure_noted", number=number, email=email, days=days)
        return Outcome.DONE
