"""App Home: the queue, one's own conversations, today's figures and the desk's controls."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.desk_switch import CLOSED, OPEN, DeskSwitch
from bot.conversations.live import DESK, Live
from bot.conversations.ports import Clock
from bot.desk.slack import names
from bot.desk.slack.api.faults import written
from bot.desk.slack.api.people import People
from bot.desk.slack.controls.actions import Press
from bot.desk.slack.controls.figures import Record, figure_block
from bot.desk.slack.controls.later import Later
from bot.desk.slack.controls.queue_rows import (
    Queue,
    Row,
    Rows,
    callback_buttons,
    own_buttons,
    row_blocks,
    waiting_buttons,
)
from bot.desk.slack.text.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    divider,
    header,
    home,
    section,
)

log = logging.getLogger(__name__)

SWITCH: Mapping[str, Literal["open", "closed"]] = {"open": OPEN, "closed": CLOSED}  # "auto": neither
LOOKING = timedelta(minutes=15)  # how long after opening it a page is kept fresh
BREATH = 5.0  # seconds between two rounds of fresh pages
LOOKERS = 50  # pages kept fresh at once


class Home:
    def __init__(
        self,
        *,
        client: AsyncWebClient,
        rows: Rows,
        record: Record,
        switch: DeskSwitch,
        people: People,
        live: Live,
        later: Later,
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        self._client = client
        self._rows = rows
        self._record = record
        self._switch = switch
        self._people = people
        self._live = live
        self._later = later
        self._clock = clock
        self._zone = zone
        self._opened: dict[str, datetime] = {}

    def opened(self, user: str) -> None:
        self._opened.pop(user, None)
        self._opened[user] = self._clock()
        if len(self._opened) > LOOKERS:
            del self._opened[next(iter(self._opened))]
        self._later.do("App Home", self.publish(user))

    def pressed(self, press: Press) -> None:
        """What was pressed on the page shows on the page."""
        if press.channel is None:
            self.opened(press.user)

    async def refresh(self, _press: Press) -> None:
        """The page is made anew after every press on it."""

    async def turn_hours(self, press: Press) -> None:
        await self._switch.turn(SWITCH.get(press.value), await self._people.agent(press.user))

    async def publish(self, user: str) -> None:
        queue = await self._rows.queue(await self._people.agent(user))
        now = self._clock()
        blocks = [
            *_part(f"Waiting ({len(queue.waiting) + queue.more})", queue.waiting, now, "Nobody is waiting."),
            *_rest(queue),
            *_part(f"Yours ({len(queue.mine)})", queue.mine, now, "You have no conversation.", own=True),
            *_callbacks(queue, now),
            header("Today"),
            await figure_block(self._record, now, self._zone),
            header("Desk"),
            section(await self._state()),
            *actions(_controls()),
        ]
        await written(self._client.views_publish(user_id=user, view=home(blocks)))

    async def run(self) -> None:
        """Keep the pages of those who look on fresh, until cancelled."""
        with self._live.watch(DESK) as watch:
            while True:
                await watch.next()
                for user in self._lookers():
                    try:
                        await self.publish(user)
                    except Exception:  # a page that is stale is fresh again at the next news
                        log.warning("App Home could not be shown", exc_info=True)
                await asyncio.sleep(BREATH)

    def _lookers(self) -> Sequence[str]:
        since = self._clock() - LOOKING
        self._opened = {user: at for user, at in self._opened.items() if at >= since}
        return list(self._opened)

    async def _state(self) -> str:
        is_open = await self._switch.is_open(self._clock())
        by_hand = await self._switch.state() is not None
        return f"The desk is {'open' if is_open else 'closed'} {'by hand' if by_hand else 'by its hours'}."


def _part(title: str, rows: Sequence[Row], now: datetime, empty: str, *, own: bool = False) -> list[Block]:
    buttons = own_buttons if own else waiting_buttons
    shown = [block for row in rows for block in row_blocks(row, now, buttons(row))]
    return [header(title), *(shown or [section(empty)])]


def _rest(queue: Queue) -> list[Block]:
    more = [f"… and {queue.more} more wait"] if queue.more else []
    with_others = [f"{queue.others} with colleagues"] if queue.others else []
    return [context(*more, *with_others)] if more or with_others else []


def _callbacks(queue: Queue, now: datetime) -> list[Block]:
    if not queue.callbacks:
        return []
    rows = [block for row in queue.callbacks for block in row_blocks(row, now, callback_buttons(row))]
    return [header(f"Call-backs ({len(queue.callbacks)})"), *rows, divider()]


def _controls() -> list[Element]:
    labels = {"open": "Open the desk", "closed": "Close the desk", "auto": "By its hours"}
    switches = [button(labels[value], names.home_hours_action(value), value) for value in names.HOURS]
    return [*switches, button("Refresh", names.HOME_REFRESH, "refresh")]
