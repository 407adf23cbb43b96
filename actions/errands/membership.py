"""What membership brings, and how many points a member has."""

from actions.accounts import SLOTS, proven_account
from actions.form import Form
from actions.turn import Outcome, Turn

BALANCE = "balance"


class Memberships(Form):
    action = "membership_form"
    topics = ("loyalty_membership",)
    slots = (*SLOTS, "wish")
    keeps = SLOTS

    def note(self, turn: Turn) -> None:
        if turn.words.mentions("utter_words_balance", turn.message.text):
            turn.remember("wish", BALANCE)

    async def serve(self, turn: Turn) -> Outcome:
        terms, words = await self.shop.membership(), turn.words
        turn.cite(terms.rule)
        website = (await self.shop.facts()).website
        if turn.recall("wish") != BALANCE:
            turn.say(
                "utter_membership",
                points=words.number(terms.points),
                reward_points=words.number(terms.reward_points),
                reward=words.money(terms.reward),
                website=website,
            )
            return Outcome.ANSWERED
        account = await proven_account(turn, self.shop)
        if account.points is None:
            turn.say("utter_no_member", website=website)
        else:
            worth = words.money(terms.worth(account.points))
            turn.say("utter_points", points=words.number(account.points), worth=worth)
        return Outcome.ANSWERED
