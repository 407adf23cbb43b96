"""What was not understood: offer the likely readings, then a person."""

from actions.continuing import continued, likely_of_the_same_kind
from actions.errand import Errand
from actions.message import NOT_AN_ERRAND
from actions.places import country
from actions.turn import Outcome, Turn

MOST_READINGS = 3
LIKELY = 0.05  # below, a reading is noise


class Misunderstood(Errand):
    action = "action_misunderstood"

    def open(self, turn: Turn) -> None:
        turn.forget("offer", "reason")

    async def serve(self, turn: Turn) -> Outcome | None:
        action = await self._continued(turn)
        if action:  # "and in Oslo?" says nothing by itself, but after a question about stores it does
            turn.go_to(action)
            return None
        count = int(turn.recall("misunderstandings") or 0) + 1
        turn.remember("misunderstandings", count)
        readings = _readings(turn)
        if count >= turn.patience:
            turn.offer_person("misunderstood", "utter_misunderstood_again")
        elif turn.message.intent == "out_of_scope":
            turn.say("utter_out_of_scope", shop=(await self.shop.facts()).name)
        elif readings:
            turn.say("utter_did_you_mean", buttons=readings)
        else:
            turn.say("utter_rephrase")
        return None

    async def _continued(self, turn: Turn) -> str | None:
        if turn.message.is_bare:
            return continued(turn)
        if action := likely_of_the_same_kind(turn):
            return action
        place = await country(turn, self.shop) if turn.message.is_short else None
        return continued(turn, {"country"}) if place else None


def _readings(turn: Turn) -> list[tuple[str, str]]:
    """Buttons for the likeliest errands, in a customer's words, with the values already given."""
    if not any(char.isalnum() for char in turn.message.text):
        return []  # nothing to read anything into
    likely = [
        (turn.words.phrase(f"utter_reading_{intent}"), turn.message.payload_for(intent))
        for intent, confidence in turn.message.ranking
        if intent not in NOT_AN_ERRAND and confidence >= LIKELY
    ]
    return likely[:MOST_READINGS]
