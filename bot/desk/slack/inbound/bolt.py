"""The Bolt app: which request of Slack goes where. All is done and stored before it is acknowledged."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.desk.slack import names
from bot.desk.slack.api.workspace import Workspace
from bot.desk.slack.controls.actions import Cards, Errors, Press, read_press
from bot.desk.slack.controls.command import Commands
from bot.desk.slack.controls.home import Home
from bot.desk.slack.controls.modals import Modals
from bot.desk.slack.controls.shortcuts import Marks
from bot.desk.slack.inbound.direct import Direct
from bot.desk.slack.inbound.inbox import Inbox

Json = Mapping[str, Any]
ANY = re.compile(".*")

log = logging.getLogger(__name__)
log.setLevel(logging.WARNING)  # Bolt's own lines below that hold whole requests, with people's words


@dataclass(frozen=True, slots=True)
class Parts:
    inbox: Inbox
    direct: Direct
    cards: Cards
    modals: Modals
    marks: Marks
    commands: Commands
    home: Home
    errors: Errors


def bolt_app(workspace: Workspace, parts: Parts) -> AsyncApp:
    """Requests over HTTP must be verified before they come here.

    `process_before_response`: Bolt acknowledges after the listener, and not at all (500) when it raised.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Bolt's own way asks Slack at the first event, and acknowledges that event when Slack answers no.
        we = workspace.identity
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=we.bot_user, bot_id=we.bot
        )

    app = AsyncApp(
        authorize=authorize,
        logger=log,
        process_before_response=True,
        request_verification_enabled=False,
    )
    _hear_events(app, parts)
    _hear_presses(app, parts)
    _hear_views(app, parts)
    _hear_commands(app, parts)
    _let_pass_the_rest(app)
    return app


def _hear_events(app: AsyncApp, parts: Parts) -> None:
    async def message(event: Json) -> None:
        await parts.inbox.take(event)

    async def opened(event: Json) -> None:
        if event.get("tab") == "home":
            parts.home.opened(str(event["user"]))

    app.event("message")(message)
    app.event("app_home_opened")(opened)


def _hear_presses(app: AsyncApp, parts: Parts) -> None:
    commands: Mapping[str, Callable[[Press], Awaitable[None]]] = {
        names.TAKE: parts.cards.take,
        names.HAND_BACK: parts.cards.hand_back,
        names.HAND_BACK_SETTLED: parts.cards.hand_back_settled,
        names.ANSWERED: parts.cards.answered,
        names.SNOOZE: parts.cards.snooze,
        names.HAND_OVER: parts.modals.open_hand_over,
        names.RESOLVE: parts.modals.open_resolve,
        names.SUGGEST: parts.modals.open_suggest,
        names.WRONG: parts.marks.from_button,
        names.MISSING: parts.marks.from_button,
        names.CANNED: parts.commands.use_canned,
        names.HOME_REFRESH: parts.home.refresh,
        **{names.home_hours_action(value): parts.home.turn_hours for value in names.HOURS},
    }
    for action, command in commands.items():
        app.action(action)(_pressed(parts, command))
    app.action(re.compile(rf"^{names.PRESS}_\d+$"))(_pressed(parts, parts.direct.press))


def _pressed(parts: Parts, command: Callable[[Press], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = read_press(body)
        await parts.errors.attempt(press, command)
        parts.home.pressed(press)
        await ack()

    return listener


def _hear_views(app: AsyncApp, parts: Parts) -> None:
    answers: Mapping[str, Callable[[str, Json], Awaitable[dict[str, str]]]] = {
        names.HAND_OVER_MODAL: parts.modals.hand_over,
        names.RESOLVE_MODAL: parts.modals.resolve,
        names.SUGGEST_MODAL: parts.modals.send_suggested,
        names.REVIEW_MODAL: parts.marks.keep,
    }
    for callback, answer in answers.items():
        app.view(callback)(_submitted(answer))


def _submitted(answer: Callable[[str, Json], Awaitable[dict[str, str]]]) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: Json, view: Json) -> None:
        faults = await answer(str(body["user"]["id"]), view)
        if faults:
            await ack(response_action="errors", errors=faults)
        else:
            await ack()

    return listener


def _hear_commands(app: AsyncApp, parts: Parts) -> None:
    async def command(ack: AsyncAck, command: Json) -> None:
        blocks = await parts.commands.answer(str(command["user_id"]), str(command.get("text") or ""))
        await ack(text="Shopdesk", blocks=blocks, response_type="ephemeral")

    async def shortcut(ack: AsyncAck, body: Json) -> None:
        await parts.marks.from_shortcut(body)
        await ack()

    app.command(names.COMMAND)(command)
    for callback in (names.MARK_WRONG, names.MARK_MISSING):
        app.message_shortcut(callback)(shortcut)


def _let_pass_the_rest(app: AsyncApp) -> None:
    """Links and menus without a command, events of other kinds: acknowledged, or Slack would send them again."""

    async def passed(ack: AsyncAck) -> None:
        await ack()

    app.event(ANY)(passed)
    app.action(ANY)(passed)
    app.view_closed(ANY)(passed)
