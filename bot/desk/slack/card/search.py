"""Looking for a card that may have been posted, so that no hand-over has two."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversations.errors import ChannelBusy
from bot.conversations.handoffs import Handoff
from bot.conversations.ports import Clock
from bot.desk.slack.api.faults import Throttled, read
from bot.desk.slack.api.pace import READ, Pace
from bot.desk.slack.outbox.memory import PAGE, READING, SETTLE, SKEW

EVENT = "shopdesk_card"
Place = tuple[int, str]  # a hand-over and a channel


class CardSearch:
    def __init__(self, client: AsyncWebClient, pace: Pace, clock: Clock) -> None:
        self._client = client
        self._pace = pace
        self._clock = clock
        self._missed: set[Place] = set()  # tried, and surely not there
        self._doubted: dict[Place, datetime] = {}
        self._after: dict[Place, str] = {}

    def missed(self, handoff_id: int, channel: str) -> None:
        self._missed.add((handoff_id, channel))

    def doubt(self, handoff_id: int, channel: str) -> None:
        """It may have been posted just now."""
        self._missed.discard((handoff_id, channel))
        self._doubted[handoff_id, channel] = self._clock()

    def look_after(self, handoff_id: int, channel: str, ts: str) -> None:
        """The card with this ts is gone; only a newer one counts."""
        self._after[handoff_id, channel] = ts

    async def find(self, channel: str, handoff: Handoff) -> str | None:
        """The card's ts, or None when it surely is not there. Raises ChannelBusy when it cannot be told now."""
        place = (handoff.id, channel)
        if place in self._missed:
            self._missed.discard(place)  # good for one try: that one notes anew how it went
            return None
        self._wait_to_settle(place)
        found = await self._look(channel, handoff, self._after.get(place, "0"))
        self._doubted.pop(place, None)
        return found

    def _wait_to_settle(self, place: Place) -> None:
        doubted = self._doubted.get(place)
        if doubted is not None and (left := (doubted + SETTLE - self._clock()).total_seconds()) > 0:
            raise ChannelBusy(left)

    async def _look(self, channel: str, handoff: Handoff, after: str) -> str | None:
        cursor: str | None = None
        while True:
            page = await self._page(channel, handoff, cursor)
            for message in page.get("messages") or ():
                if float(message["ts"]) > float(after) and is_card(message, handoff):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def _page(self, channel: str, handoff: Handoff, cursor: str | None) -> Any:
        self._pace.turn(READING, f"card {handoff.id}", READ)
        try:
            return await read(
                self._client.conversations_history(
                    channel=channel,
                    oldest=f"{(handoff.asked_at - SKEW).timestamp():.6f}",
                    limit=PAGE,
                    include_all_metadata=True,
                    cursor=cursor,
                )
            )
        except Throttled as busy:
            self._pace.hold(READING, busy.retry_after)
            raise


def card_metadata(handoff: Handoff) -> dict[str, Any]:
    """The time tells it from the card of an earlier database's hand-over with the same number."""
    asked_at = handoff.asked_at.isoformat()
    return {"event_type": EVENT, "event_payload": {"handoff": handoff.id, "asked_at": asked_at}}


def is_card(message: Mapping[str, Any], handoff: Handoff) -> bool:
    return bool(message.get("metadata") == card_metadata(handoff))
