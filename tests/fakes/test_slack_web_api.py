"""The fake's Web API, driven by slack_sdk's own client: it answers and refuses as Slack does."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.apps import web_client
from tests.fakes.slack.server import FakeSlack, fake_slack

BUTTON = {"type": "button", "action_id": "claim", "text": {"type": "plain_text", "text": "Take it"}}
CARD = [{"type": "actions", "block_id": "controls", "elements": [BUTTON]}]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as running:
        yield running


@pytest.fixture
def web(slack: FakeSlack) -> AsyncWebClient:
    return web_client(slack)


@pytest.fixture
async def desk(slack: FakeSlack) -> str:
    return await slack.control.add_channel("desk")


async def refusal(call) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


async def test_the_app_learns_who_it_is_and_which_scopes_it_has(web):
    answer = await web.auth_test()

    assert answer["user_id"].startswith("U")
    assert answer["bot_id"].startswith("B")
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_a_wrong_token_is_refused(slack):
    error = await refusal(web_client(slack, "xoxb-other").auth_test())

    assert error.response["error"] == "invalid_auth"


async def test_the_bot_token_opens_no_socket(slack):
    error = await refusal(web_client(slack).apps_connections_open(app_token=slack.bot_token))

    assert error.response["error"] == "not_allowed_token_type"


async def test_a_scope_that_was_not_granted_is_named(slack, web, desk):
    await slack.control.grant(["chat:write"])

    error = await refusal(web.conversations_history(channel=desk))

    assert error.response["error"] == "missing_scope"
    assert error.response["needed"] == "channels:history"
    assert error.response["provided"] == "chat:write"


async def test_a_message_stands_in_its_thread_with_its_metadata(web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card", blocks=CARD)
    mark = {"event_type": "delivery", "event_payload": {"id": "17"}}
    reply = await web.chat_postMessage(channel=desk, text="a < b", thread_ts=card["ts"], metadata=mark)

    seen = await web.conversations_replies(channel=desk, ts=card["ts"], include_all_metadata=True)
    assert [message["ts"] for message in seen["messages"]] == [card["ts"], reply["ts"]]
    assert seen["messages"][0]["reply_count"] == 1
    assert seen["messages"][1]["metadata"] == mark
    assert seen["messages"][1]["text"] == "a &lt; b"
    unasked = await web.conversations_replies(channel=desk, ts=card["ts"])
    assert "metadata" not in unasked["messages"][1]


async def test_a_reply_shows_in_the_channel_only_when_broadcast(web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card")
    await web.chat_postMessage(channel=desk, text="inside", thread_ts=card["ts"])
    await web.chat_postMessage(channel=desk, text="for all", thread_ts=card["ts"], reply_broadcast=True)

    seen = await web.conversations_history(channel=desk)
    assert [message["text"] for message in seen["messages"]] == ["for all", "Card"]


async def test_a_message_under_another_name_has_no_user(slack, web, desk):
    posted = await web.chat_postMessage(channel=desk, text="hello", username="Kari Nordmann")

    assert posted["message"]["subtype"] == "bot_message"
    assert posted["message"]["username"] == "Kari Nordmann"
    assert "user" not in posted["message"]
    await slack.control.grant(["chat:write"])
    error = await refusal(web.chat_postMessage(channel=desk, text="hello", username="Kari"))
    assert error.response["needed"] == "chat:write.customize"


async def test_an_update_keeps_what_it_does_not_name(web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card", blocks=CARD)

    await web.chat_update(channel=desk, ts=card["ts"], text="Taken")

    seen = await web.conversations_history(channel=desk)
    assert seen["messages"][0]["text"] == "Taken"
    assert seen["messages"][0]["blocks"][0]["block_id"] == "controls"
    assert seen["messages"][0]["edited"]["user"].startswith("U")


async def test_only_own_messages_can_be_changed_or_deleted(slack, web, desk):
    kari = await slack.control.add_person("Kari")
    hers = await slack.control.post(kari, desk, "mine")

    change = await refusal(web.chat_update(channel=desk, ts=hers.ts, text="yours"))
    removal = await refusal(web.chat_delete(channel=desk, ts=hers.ts))

    assert change.response["error"] == "cant_update_message"
    assert removal.response["error"] == "cant_delete_message"


async def test_a_deleted_first_message_leaves_a_tombstone_while_there_are_replies(web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card")
    await web.chat_postMessage(channel=desk, text="reply", thread_ts=card["ts"])
    alone = await web.chat_postMessage(channel=desk, text="alone")

    await web.chat_delete(channel=desk, ts=card["ts"])
    await web.chat_delete(channel=desk, ts=alone["ts"])

    seen = await web.conversations_history(channel=desk)
    assert [message.get("subtype") for message in seen["messages"]] == ["tombstone"]
    again = await refusal(web.chat_delete(channel=desk, ts=alone["ts"]))
    assert again.response["error"] == "message_not_found"


async def test_a_whisper_is_seen_by_one_person_only(slack, web):
    kari = await slack.control.add_person("Kari")
    desk = await slack.control.add_channel("desk", members=[kari])
    ola = await slack.control.add_person("Ola")

    await web.chat_postEphemeral(channel=desk, user=kari, text="only you")

    assert [each["message"]["text"] for each in await slack.control.ephemerals(kari)] == ["only you"]
    assert await slack.control.ephemerals(ola) == []
    assert await slack.control.messages(desk) == []
    error = await refusal(web.chat_postEphemeral(channel=desk, user=ola, text="and you"))
    assert error.response["error"] == "user_not_in_channel"


async def test_a_permalink_names_channel_and_message(web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card")

    answer = await web.chat_getPermalink(channel=desk, message_ts=card["ts"])

    assert f"/archives/{desk}/p{card['ts'].replace('.', '')}" in answer["permalink"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"channel": "C404"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"thread_ts": "1.000001"}, "cannot_reply_to_message"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
        ({"metadata": {"event_type": "x", "event_payload": {"a": "b" * 17_000}}}, "metadata_too_large"),
    ],
)
@pytest.mark.filterwarnings("ignore:The top-level `text` argument:UserWarning")
async def test_a_wrong_message_is_refused_by_slacks_name_for_it(web, desk, wrong, error):
    refused = await refusal(web.chat_postMessage(**({"channel": desk, "text": "hello"} | wrong)))

    assert refused.response["error"] == error


async def test_channels_that_the_app_is_not_in(slack, web):
    town = await slack.control.add_channel("town", with_app=False)
    secret = await slack.control.add_channel("secret", private=True, with_app=False)

    assert (await refusal(web.chat_postMessage(channel=town, text="x"))).response["error"] == "not_in_channel"
    assert (await refusal(web.conversations_history(channel=town))).response["error"] == "not_in_channel"
    assert (await refusal(web.conversations_info(channel=secret))).response["error"] == "channel_not_found"
    await web.conversations_join(channel=town)
    await web.chat_postMessage(channel=town, text="here now")
    assert [each["has_app"] for each in await slack.control.channels()] == [True, False]


async def test_an_archived_channel_takes_no_messages(slack, web, desk):
    await slack.control.archive(desk)

    error = await refusal(web.chat_postMessage(channel=desk, text="x"))

    assert error.response["error"] == "is_archived"


async def test_lists_are_read_page_by_page(slack, web):
    names = [f"desk-{number}" for number in range(5)]
    for name in names:
        await slack.control.add_channel(name)
    await slack.control.add_channel("not-mine", with_app=False)

    found, pages = [], 0
    async for page in await web.users_conversations(types="public_channel", limit=2):
        found += [channel["name"] for channel in page["channels"]]
        pages += 1

    assert (found, pages) == (names, 3)
    everything = await web.conversations_list()
    assert len(everything["channels"]) == 6
    error = await refusal(web.conversations_list(cursor="nonsense"))
    assert error.response["error"] == "invalid_cursor"


async def test_a_long_thread_is_read_page_by_page_and_from_a_moment_on(web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card")
    sent = [card["ts"]]
    for number in range(6):
        reply = await web.chat_postMessage(channel=desk, text=f"{number}", thread_ts=card["ts"])
        sent += [reply["ts"]]

    found = []
    async for page in await web.conversations_replies(channel=desk, ts=card["ts"], limit=3):
        found += [message["ts"] for message in page["messages"]]
    late = await web.conversations_replies(channel=desk, ts=card["ts"], oldest=sent[3])

    assert found == sent
    assert [message["ts"] for message in late["messages"]] == [
        sent[0],
        *sent[4:],
    ]  # the first always comes along
    error = await refusal(web.conversations_replies(channel=desk, ts="1.000001"))
    assert error.response["error"] == "thread_not_found"


async def test_a_person_and_the_channel_of_their_direct_messages(slack, web):
    kari = await slack.control.add_person("Kari Nordmann", timezone="Europe/Helsinki")

    person = await web.users_info(user=kari, include_locale=True)
    direct = await web.conversations_open(users=[kari])
    same = await web.conversations_open(users=kari)
    posted = await web.chat_postMessage(channel=kari, text="hello")

    assert person["user"]["profile"]["display_name"] == "Kari Nordmann"
    assert person["user"]["tz"] == "Europe/Helsinki"
    assert direct["channel"]["id"] == same["channel"]["id"] == posted["channel"]
    assert direct["channel"]["id"].startswith("D")
    assert [each["real_name"] for each in (await web.users_list())["members"]] == [
        "shopdesk",
        "Kari Nordmann",
    ]
    assert (await refusal(web.users_info(user="U404"))).response["error"] == "user_not_found"


async def test_members_and_new_channels(slack, web):
    kari = await slack.control.add_person("Kari")
    made = await web.conversations_create(name="desk-shoes")
    await slack.control.join(kari, "desk-shoes")

    members = await web.conversations_members(channel=made["channel"]["id"])

    assert kari in members["members"]
    assert (await web.conversations_info(channel=made["channel"]["id"]))["channel"]["is_member"]
    assert (await refusal(web.conversations_create(name="desk-shoes"))).response["error"] == "name_taken"


async def test_each_reaction_stands_once(web, desk):
    card = await web.chat_postMessage(channel=desk, text="Card")
    here = {"channel": desk, "timestamp": card["ts"]}

    await web.reactions_add(**here, name="eyes")
    twice = await refusal(web.reactions_add(**here, name="eyes"))
    seen = await web.reactions_get(**here)
    await web.reactions_remove(**here, name="eyes")
    gone = await refusal(web.reactions_remove(**here, name="eyes"))

    assert [(each["name"], each["count"]) for each in seen["message"]["reactions"]] == [("eyes", 1)]
    assert twice.response["error"] == "already_reacted"
    assert gone.response["error"] == "no_reaction"
    assert (await refusal(web.reactions_add(**here, name="no such"))).response["error"] == "invalid_name"


async def test_an_unknown_method_is_named(web):
    error = await refusal(web.api_call("chat.sing"))

    assert error.response["error"] == "unknown_method"


async def test_what_a_call_was_answered_can_be_looked_up(slack, web, desk):
    await web.chat_postMessage(channel=desk, text="hello")
    await refusal(web.chat_postMessage(channel="C404", text="hello"))

    outcomes = [call["outcome"] for call in await slack.control.calls("chat.postMessage")]

    assert outcomes == ["ok", "channel_not_found"]
