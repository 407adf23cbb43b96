"""The turn: one message in, one answer out.

Mutations that were made and seen to fail here: lifting nothing from the custom messages; not
setting the slot language; carrying slots over on every turn.
"""

from __future__ import annotations

from tests.engine.programs import Actions, Engine


def test_a_turn_answers_in_the_customers_language_with_the_buttons_it_may_press(engine: Engine) -> None:
    answer = engine.say("hello", language="nb")

    assert answer["replies"] == [
        {
            "text": "Hei!",
            "buttons": [
                {"title": "Retur", "payload": "/return_policy"},
                {"title": "Bergen", "payload": '/inform{"town": "Bergen"}'},
            ],
            "image": None,
        }
    ]
    assert answer["parse"]["intent"]["name"] == "greet"
    assert answer["parse"]["decision"] == "answer"
    assert answer["replayed"] is False
    assert answer.keys() == {
        "replies",
        "parse",
        "handoff",
        "outcomes",
        "sources",
        "slots",
        "language",
        "busy",
        "replayed",
    }


def test_a_change_of_language_in_the_middle_is_heard(engine: Engine) -> None:
    engine.say("hello", language="nb")

    assert engine.say("hello", language="en")["replies"][0]["text"] == "Hello!"


def test_the_answer_to_a_sentence_in_another_language_is_in_that_language(engine: Engine) -> None:
    answer = engine.say("jeg lurer på hvor lenge jeg kan levere tilbake", language="en")

    assert answer["language"] == answer["parse"]["language"] == "nb"
    assert answer["replies"][0]["text"].startswith("Tretti dager.")


def test_actions_learn_the_language_that_was_found(engine: Engine, shared_actions: Actions) -> None:
    engine.say("kan jeg få snakke med en person", language="en")

    asked = shared_actions.asked[-1]["tracker"]
    assert asked["slots"]["language"] == asked["latest_message"]["metadata"]["language"] == "nb"


def test_who_asks_for_a_language_gets_it_and_a_short_answer_in_it(engine: Engine) -> None:
    engine.say("hello", language="en")
    switched = engine.say("kan vi snakke norsk?", language="en", message_id="m-9")
    replayed = engine.say("kan vi snakke norsk?", language="en", message_id="m-9")

    assert [reply["text"] for reply in switched["replies"]] == ["Vi fortsetter på norsk."]
    assert switched["language"] == replayed["language"] == "nb"


def test_a_language_that_is_not_spoken_is_answered_in_english(engine: Engine) -> None:
    answer = engine.say("hello", language="sv")

    assert (answer["language"], answer["replies"][0]["text"]) == ("en", "Hello!")


def test_a_button_means_its_payload_and_nothing_is_guessed(engine: Engine) -> None:
    answer = engine.press('/inform{"town": "Bergen"}')

    assert answer["replies"][0]["text"] == "Noted: Bergen."
    assert answer["parse"]["intent"] == {"name": "inform", "confidence": 1.0}
    assert answer["slots"] == {"town": "Bergen"}


def test_a_blank_line_does_not_make_two_messages_of_one(engine: Engine) -> None:
    assert [reply["text"] for reply in engine.press("/return_policy")["replies"]] == [
        "Thirty days.\n\nThen it is too late."
    ]


def test_slots_are_carried_into_a_new_session_and_only_there(engine: Engine) -> None:
    first = engine.press("/affirm", slots={"email": "kari@example.no", "no_such_slot": "x"})
    second = engine.press("/affirm", slots={"email": "someone@else.no"})

    assert first["replies"][0]["text"] == "Yes, kari@example.no."
    assert second["replies"][0]["text"] == "Yes, kari@example.no."


def test_a_form_is_busy_until_it_has_all_it_asks_for(engine: Engine) -> None:
    asked = engine.say("where is my order")
    half = engine.say("10442")
    done = engine.say("kari@example.no")

    assert (asked["busy"], half["busy"], done["busy"]) == (True, True, False)
    assert half["replies"][0]["text"] == "Which e-mail address?"
    assert done["slots"] == {"order_number": "10442", "email": "kari@example.no"}


def test_a_hand_over_and_an_outcome_are_lifted_out_of_the_replies(engine: Engine) -> None:
    answer = engine.say("I want to talk to a person")

    assert answer["replies"] == []
    assert answer["handoff"] == {"reason": "asked", "topic": None, "summary": "", "slots": {}}
    assert answer["outcomes"] == [{"topic": "talk", "outcome": "handed_over"}]


def test_actions_learn_which_message_they_answer(engine: Engine, shared_actions: Actions) -> None:
    engine.say("I want to talk to a person", message_id="m-7", channel="telegram", language="nb")

    assert shared_actions.asked[-1]["tracker"]["latest_message"]["metadata"] == {
        "message_id": "m-7",
        "channel": "telegram",
        "language": "en",  # what it is written in
        "session": engine.session,
    }


def test_actions_learn_which_photos_came_along(engine: Engine, shared_actions: Actions) -> None:
    photos = [{"key": "k1", "name": "shoe.jpg"}]
    body = engine.body(text="I want to talk to a person") | {"photos": photos}
    status, _ = engine.post("turn", body)

    assert status == 200
    assert shared_actions.asked[-1]["tracker"]["latest_message"]["metadata"]["photos"] == photos


def test_a_message_that_is_not_understood_is_asked_about_and_its_true_ranking_is_shown(
    engine: Engine,
) -> None:
    answer = engine.say("qwxz pfff")

    assert answer["parse"]["decision"] == "ask"
    assert answer["parse"]["intent"]["name"] != "nlu_fallback"
    assert answer["replies"][0]["text"] == "What did you mean?"


def test_the_parse_route_reads_without_a_conversation(engine: Engine) -> None:
    status, body = engine.post("parse", {"texts": ["hello", "who won the football match", "10442"]})

    assert status == 200
    assert [(r["intent"]["name"], r["decision"]) for r in body["results"]] == [
        ("greet", "answer"),
        ("out_of_scope", "reject"),
        ("inform", "answer"),
    ]
    assert body["results"][2]["entities"] == [
        {"entity": "order_number", "value": "10442", "start": 0, "end": 5}
    ]


def test_only_the_three_routes_are_there(engine: Engine) -> None:
    paths = ["/", "/status", "/version", "/conversations/1/tracker", "/webhooks/rest/webhook", "/model"]

    assert [engine.get(path)[0] for path in paths] == [404] * len(paths)
    assert engine.get("/webhooks/shopdesk/health")[0] == 200
