"""The action server keeps Rasa's contract, and its own deadline and silence about what customers say."""

import asyncio
import types
from decimal import Decimal

import httpx
import pytest
from rasa_sdk import Action, FormValidationAction
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection
from structlog.testing import capture_logs

import actions
from actions import server
from actions.registry import executor_for

SECRET = "my card is 4111"


class Named(Action):
    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_hello", name="Ærlig لاہور")
        return [SlotSet("town", tracker.get_slot("town"))]

    def name(self):
        return "action_named"


class Rejecting(Named):
    async def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection(self.name(), "not now")

    def name(self):
        return "action_rejecting"


class Failing(Named):
    async def run(self, dispatcher, tracker, domain):
        raise RuntimeError(tracker.latest_message["text"])

    def name(self):
        return "action_failing"


class Slow(Named):
    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(60)

    def name(self):
        return "action_slow"


class NotJson(Named):
    async def run(self, dispatcher, tracker, domain):
        return [SlotSet("amount", Decimal(1))]

    def name(self):
        return "action_not_json"


class ValidateProof(FormValidationAction):
    def name(self):
        return "validate_proof_form"

    async def validate_order_number(self, value, dispatcher, tracker, domain):
        return {"order_number": value.strip("#")}


@pytest.fixture
async def http():
    executor = ActionExecutor()
    for action in (Named, Rejecting, Failing, Slow, NotJson, ValidateProof):
        executor.register_action(action())
    transport = httpx.ASGITransport(server.create_app(executor, deadline=0.2))
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
        yield client


def call(name: str, **tracker) -> dict:
    known = {
        "sender_id": "42.0", "slots": {"town": "Bergen"}, "latest_message": {"text": SECRET}, "events": [],
        "paused": False, "followup_action": None, "active_loop": {}, "latest_action_name": None,
    }  # fmt: skip
    return {
        "next_action": name,
        "sender_id": "42.0",
        "tracker": known | tracker,
        "domain": {"slots": {}, "forms": {}},
    }


async def test_an_action_answers_with_events_and_responses(http):
    answer = await http.post("/webhook", json=call("action_named"))

    body = answer.json()
    assert answer.status_code == 200
    assert [(event["event"], event["name"], event["value"]) for event in body["events"]] == [
        ("slot", "town", "Bergen")
    ]
    assert (body["responses"][0]["response"], body["responses"][0]["name"]) == ("utter_hello", "Ærlig لاہور")


async def test_a_forms_validation_runs(http):
    proof_form = call(
        "validate_proof_form",
        active_loop={"name": "proof_form"},
        slots={"order_number": "#10001", "requested_slot": "order_number"},
        events=[
            {"event": "action", "name": "action_listen", "timestamp": 1},
            {"event": "user", "text": "#10001", "parse_data": {}, "timestamp": 2},
            {"event": "slot", "name": "order_number", "value": "#10001", "timestamp": 3},
        ],
    )
    proof_form["domain"]["forms"] = {"proof_form": {"required_slots": ["order_number"]}}

    answer = await http.post("/webhook", json=proof_form)

    assert answer.status_code == 200
    assert [(event["name"], event["value"]) for event in answer.json()["events"]] == [
        ("order_number", "10001")
    ]


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("action_rejecting", 400, "not now"),
        ("action_unknown", 404, "action_unknown"),
        ("action_failing", 500, "RuntimeError"),
        ("action_not_json", 500, "TypeError"),
        ("action_slow", 503, "0.2 s"),
    ],
)
async def test_what_goes_wrong_has_its_status_and_names_the_action(http, name, status, said):
    answer = await http.post("/webhook", json=call(name))

    assert answer.status_code == status
    assert answer.json()["action_name"] == name
    assert said in answer.json()["error"]


async def test_without_a_domain_it_asks_for_one(http):
    request = call("action_named")
    del request["domain"]

    assert (await http.post("/webhook", json=request)).status_code == 449


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"{}", 400),
        (b'{"next_action": 5, "tracker": {"sender_id": "1"}}', 400),
        (b'{"next_action": "action_named"}', 400),
        (b'{"next_action": "action_named", "tracker": {}}', 400),
        (b"[" * 200_000, 400),
        (b" " * (server.LARGEST_BODY + 1), 413),
    ],
)
async def test_a_bad_request_is_never_a_failure_of_ours(http, body, status):
    answer = await http.post("/webhook", content=body)

    assert answer.status_code == status
    assert answer.json()["error"]


async def test_a_compressed_body_is_refused_in_words(http):
    answer = await http.post("/webhook", content=b"x", headers={"content-encoding": "deflate"})

    assert answer.status_code == 415


async def test_health_tells_how_many_actions_there_are(http):
    answer = await http.get("/health")

    assert answer.json() == {"status": "ok", "actions": 6}


async def test_the_log_has_session_action_and_status_and_no_word_of_the_customer(http):
    with capture_logs() as logs:
        answer = await http.post("/webhook", json=call("action_failing"))

    assert [entry["event"] for entry in logs] == ["action_failed", "action"]
    assert (logs[1]["session"], logs[1]["action"], logs[1]["status"]) == ("42.0", "action_failing", 500)
    assert "test_server.py" in logs[0]["at"][-1]
    assert SECRET not in f"{logs} {answer.text}"


async def test_one_slow_action_does_not_hold_up_the_others(http):
    slow = asyncio.create_task(http.post("/webhook", json=call("action_slow")))
    await asyncio.sleep(0)

    async with asyncio.timeout(0.15):
        quick = await http.post("/webhook", json=call("action_named"))

    assert quick.status_code == 200
    assert (await slow).status_code == 503


async def test_every_errand_of_the_package_is_registered_with_the_one_shop(shop):
    executor = executor_for(actions, shop)

    assert executor.actions
    assert all(
        run.__self__.shop is shop for run in executor.actions.values() if hasattr(run.__self__, "shop")
    )
    assert len([name for name in executor.actions if name.startswith("action_")]) >= 10


def test_two_errands_of_one_name_are_refused(tmp_path, monkeypatch):
    package = tmp_path / "doubled"
    package.mkdir()
    (package / "__init__.py").write_text("")
    source = "from rasa_sdk import Action\n\nclass {}(Action):\n    def name(self):\n        return 'action_twice'\n"
    (package / "one.py").write_text(source.format("One"))
    (package / "two.py").write_text(source.format("Two"))
    monkeypatch.syspath_prepend(tmp_path)
    module = types.ModuleType("doubled")
    module.__path__ = [str(package)]

    with pytest.raises(ValueError, match="two errands are called action_twice; the second is Two"):
        executor_for(module, shop=None)
