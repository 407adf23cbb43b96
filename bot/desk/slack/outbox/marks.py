"""The fate of an agent's line, shown as a reaction on the very message."""

from collections.abc import Awaitable, Callable, Mapping

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.conversations.messages import DeliveryState, Entry
from bot.conversations.ports import Store
from bot.desk.slack.api.faults import SlackRefused, Throttled, written
from bot.desk.slack.api.pace import REACT, Pace
from bot.desk.slack.names import DESK

Change = Callable[..., Awaitable[AsyncSlackResponse]]

SIGNS: Mapping[DeliveryState, str] = {
    DeliveryState.SENT: "white_check_mark",
    DeliveryState.UNKNOWN: "question",
    DeliveryState.REFUSED: "x",
}
ROAD = "reactions"
STANDS_SO = {"already_reacted", "no_reaction"}
GONE = {"message_not_found", "bad_timestamp", "thread_locked", "not_reactable", "too_many_reactions"}


class Marks:
    def __init__(self, client: AsyncWebClient, store: Store, pace: Pace) -> None:
        self._client = client
        self._store = store
        self._pace = pace

    async def show_delivery(self, delivery_id: int, *, again: bool) -> None:
        """`again`: an earlier sign may stand there. Nothing while it is still to be sent."""
        delivery = await self._store.delivery(delivery_id)
        if delivery is not None and delivery.state in SIGNS:
            await self._show(delivery.message.entry, delivery.state, again=again)

    async def show_read(self, message_id: int) -> None:
        """A customer who reads the log itself has it as soon as it is written."""
        async with self._store.transaction() as ledger:
            message = await ledger.message(message_id)
        if message is not None:
            await self._show(message.entry, DeliveryState.SENT, again=False)

    async def _show(self, entry: Entry, state: DeliveryState, *, again: bool) -> None:
        place = message_place(entry)
        if place is None:
            return  # written in a window, not as a message
        await self._change(self._client.reactions_add, place, SIGNS[state])
        if again or entry.corrects is not None:
            for earlier in SIGNS.values():
                if earlier != SIGNS[state]:
                    await self._change(self._client.reactions_remove, place, earlier)

    async def _change(self, change: Change, place: tuple[str, str], sign: str) -> None:
        channel, ts = place
        self._pace.turn(ROAD, f"{channel}:{ts}:{sign}", REACT)
        try:
            await written(change(channel=channel, timestamp=ts, name=sign))
        except Throttled as busy:
            self._pace.hold(ROAD, busy.retry_after)
            raise
        except SlackRefused as refused:
            if refused.code not in STANDS_SO | GONE:
                raise


def message_place(entry: Entry) -> tuple[str, str] | None:
    """Channel and ts of the Slack message that the line is; an edit's is the edited message's."""
    if entry.channel != DESK:
        return None
    channel, _, ts = (entry.external_id or "").partition(":")
    ts = ts.partition(":")[0]
    return (channel, ts) if channel and ts.replace(".", "", 1).isdecimal() else None
