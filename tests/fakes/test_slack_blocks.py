"""The fake's Block Kit limits: what Slack would refuse is refused and named; slack_sdk's own models agree."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
    StaticSelectElement,
)

from tests.fakes.slack.blocks import MESSAGE_BLOCKS, problems_of, too_long


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict:
    return {"type": "mrkdwn", "text": text}


def button(**more) -> dict:
    return {"type": "button", "action_id": "a", "text": plain("Go")} | more


def option(number: int, **more) -> dict:
    return {"text": plain(f"Option {number}"), "value": f"{number}"} | more


def actions(*elements: dict) -> dict:
    return {"type": "actions", "elements": list(elements)}


def menu(count: int, **more) -> dict:
    return {"type": "static_select", "action_id": "m", "options": [option(n) for n in range(count)]} | more


def field(**more) -> dict:
    element = {"type": "plain_text_input", "action_id": "t"} | more
    return {"type": "input", "label": plain("Why"), "element": element}


ACCEPTED = {
    "a section of 3,000 characters": {"type": "section", "text": mrkdwn("x" * 3000)},
    "ten fields of 2,000": {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    "a section with a button": {"type": "section", "text": plain("x"), "accessory": button()},
    "a header of 150": {"type": "header", "text": plain("x" * 150)},
    "ten context elements": {"type": "context", "elements": [mrkdwn("x")] * 10},
    "25 buttons": actions(*(button(action_id=f"a{n}") for n in range(25))),
    "a button at its limits": actions(button(action_id="x" * 255, text=plain("x" * 75), value="x" * 2000)),
    "a menu of a hundred": actions(menu(100)),
    "a menu with its choice made": actions(menu(3, initial_option=option(2))),
    "a long text field": field(multiline=True, max_length=3000, initial_value="x" * 3000),
    "an image": {"type": "image", "image_url": "https://varde.example/a.png", "alt_text": "a"},
    "a divider": {"type": "divider"},
}

REFUSED = {
    "a section of 3,001": ({"type": "section", "text": mrkdwn("x" * 3001)}, "/blocks/0/text/text"),
    "an empty section": ({"type": "section"}, "/blocks/0"),
    "an empty text": ({"type": "section", "text": mrkdwn("")}, "/blocks/0/text/text"),
    "a bare text": ({"type": "section", "text": "hello"}, "/blocks/0/text"),
    "eleven fields": ({"type": "section", "fields": [mrkdwn("x")] * 11}, "/blocks/0/fields"),
    "a field of 2,001": ({"type": "section", "fields": [mrkdwn("x" * 2001)]}, "/blocks/0/fields/0/text"),
    "a header of 151": ({"type": "header", "text": plain("x" * 151)}, "/blocks/0/text/text"),
    "a formatted header": ({"type": "header", "text": mrkdwn("x")}, "/blocks/0/text"),
    "eleven context elements": ({"type": "context", "elements": [mrkdwn("x")] * 11}, "/blocks/0/elements"),
    "26 buttons": (actions(*(button(action_id=f"a{n}") for n in range(26))), "/blocks/0/elements"),
    "no buttons": (actions(), "/blocks/0/elements"),
    "a button of 76": (actions(button(text=plain("x" * 76))), "/blocks/0/elements/0/text/text"),
    "a value of 2,001": (actions(button(value="x" * 2001)), "/blocks/0/elements/0/value"),
    "an action_id of 256": (actions(button(action_id="x" * 256)), "/blocks/0/elements/0/action_id"),
    "an action_id twice": (actions(button(), button()), "/blocks/0"),
    "a green button": (actions(button(style="green")), "/blocks/0/elements/0/style"),
    "a button in mrkdwn": (actions(button(text=mrkdwn("x"))), "/blocks/0/elements/0/text"),
    "101 options": (actions(menu(101)), "/blocks/0/elements/0/options"),
    "no options": (actions(menu(0)), "/blocks/0/elements/0/options"),
    "a choice not offered": (actions(menu(2, initial_option=option(7))), "/blocks/0/elements/0"),
    "an option of 76": (
        actions(menu(1, options=[option(1, text=plain("x" * 76))])),
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "a placeholder of 151": (
        actions(menu(1, placeholder=plain("x" * 151))),
        "/blocks/0/elements/0/placeholder/text",
    ),
    "an overflow of six": (
        actions({"type": "overflow", "action_id": "o", "options": [option(n) for n in range(6)]}),
        "/blocks/0/elements/0/options",
    ),
    "a confirmation of 301": (
        actions(
            button(
                confirm={
                    "title": plain("t"),
                    "text": plain("x" * 301),
                    "confirm": plain("y"),
                    "deny": plain("n"),
                }
            )
        ),
        "/blocks/0/elements/0/confirm/text/text",
    ),
    "a field of 3,001": (field(max_length=3001), "/blocks/0/element/max_length"),
    "a field without label": (field() | {"label": None}, "/blocks/0/label"),
    "a text field among buttons": (actions(field()["element"]), "/blocks/0/elements/0"),
    "an image without words": ({"type": "image", "image_url": "https://varde.example/a.png"}, "/blocks/0"),
    "an unknown block": ({"type": "carousel"}, "/blocks/0"),
    "an unknown property": ({"type": "divider", "colour": "red"}, "/blocks/0"),
    "a block_id of 256": ({"type": "divider", "block_id": "x" * 256}, "/blocks/0/block_id"),
}


@pytest.mark.parametrize("block", ACCEPTED.values(), ids=ACCEPTED)
def test_what_slack_takes_is_taken_and_the_librarys_models_agree(block):
    assert problems_of([block], MESSAGE_BLOCKS) == []
    parsed = Block.parse(block)
    assert parsed is not None
    parsed.validate_json()


@pytest.mark.parametrize(("block", "pointer"), REFUSED.values(), ids=REFUSED)
def test_what_slack_refuses_is_refused_where_it_is_wrong(block, pointer):
    problems = problems_of([block], MESSAGE_BLOCKS)

    assert any(problem.endswith(f"[json-pointer:{pointer}]") for problem in problems), problems


def test_fifty_blocks_are_taken_and_fifty_one_are_not():
    assert problems_of([{"type": "divider"}] * 50, MESSAGE_BLOCKS) == []
    assert problems_of([{"type": "divider"}] * 51, MESSAGE_BLOCKS) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_two_blocks_cannot_have_one_name():
    (problem,) = problems_of([{"type": "divider", "block_id": "b"}] * 2, MESSAGE_BLOCKS)

    assert "already exists" in problem


def test_a_message_of_many_long_sections_is_too_long_though_each_is_not():
    section = {"type": "section", "text": mrkdwn("x" * 3000)}

    assert not too_long([section] * 4)
    assert too_long([section] * 5)


BY_THE_LIBRARY = [
    lambda: SectionBlock(text="x" * 3001),
    lambda: SectionBlock(fields=["x"] * 11),
    lambda: HeaderBlock(text="x" * 151),
    lambda: ContextBlock(elements=[{"type": "mrkdwn", "text": "x"}] * 11),
    lambda: ImageBlock(image_url="x" * 3001, alt_text="a"),
    lambda: InputBlock(label="x" * 2001, element=PlainTextInputElement(action_id="a")),
    lambda: ActionsBlock(elements=[ButtonElement(text="x" * 76, action_id="a")]),
    lambda: ActionsBlock(elements=[ButtonElement(text="x", action_id="a", value="x" * 2001)]),
    lambda: ActionsBlock(
        elements=[StaticSelectElement(action_id="a", options=[Option(value="1", label="x")] * 101)]
    ),
]


@pytest.mark.parametrize("make", BY_THE_LIBRARY)
def test_whatever_the_librarys_own_models_call_too_long_the_fake_refuses(make):
    block = make()
    with pytest.raises(SlackObjectFormationError):
        block.to_dict()

    data = {name: getattr(block, name) for name in block.attributes if getattr(block, name, None) is not None}
    raw = _raw(data) | {"type": block.type}
    assert any(
        "less than" in problem or "no more than" in problem for problem in problems_of([raw], MESSAGE_BLOCKS)
    )


def _raw(value):
    """A model's content without the model's own checks."""
    if isinstance(value, dict):
        return {name: _raw(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_raw(inner) for inner in value]
    if isinstance(value, Option):
        return {"text": plain(value.label), "value": value.value}
    if hasattr(value, "attributes"):
        return _raw({name: getattr(value, name, None) for name in value.attributes})
    return value
