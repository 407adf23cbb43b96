"""Answers to presses."""

from tests.fakes.telegram.params import Params
from tests.fakes.telegram.world import World


def answer_callback_query(world: World, params: Params) -> bool:
    id_, text = params.text("callback_query_id"), params.text("text")
    world.callbacks.answer(id_, text)
    world.journal.callback_answers.append(
        {
            "callback_query_id": id_,
            "text": text,
            "show_alert": params.flag("show_alert"),
            "at": world.clock.now(),
        }
    )
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}
