"""Something on the site does not work: where, and then it is noted for those who mend it."""

from actions.form import Form
from actions.turn import Outcome, Turn


class WebsiteIssue(Form):
    action = "website_issue_form"
    topics = ("website_issue",)
    slots = ("page",)

    async def serve(self, turn: Turn) -> Outcome:
        asked = turn.requested == "page"
        if not asked:
            turn.ask("page", "utter_ask_page")
        said = " · ".join(reversed(turn.own_words()[:2]))
        noted = await self.shop.record_complaint(said, "website_issue", turn.message.id)
        turn.say("utter_website_noted", number=noted.number)
        return Outcome.DONE
