"""What cancelling costs and until when it is possible."""

from actions.errand import Errand
from actions.turn import Outcome, Turn


class CancellationFee(Errand):
    action = "action_cancellation_fee"
    topics = ("cancellation_fee",)

    async def serve(self, turn: Turn) -> Outcome:
        policy = await self.shop.cancellation_policy()
        turn.cite(policy.rule)
        turn.say(
            "utter_cancellation_fee" if policy.fee else "utter_cancellation_free",
            fee=turn.words.money(policy.fee),
            states=turn.words.either(turn.words.name("status", state) for state in policy.states),
            days=turn.words.working_days(policy.refund_days),
        )
        return Outcome.ANSWERED
