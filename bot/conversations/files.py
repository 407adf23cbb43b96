"""Files that people send: noted with their line, fetched afterwards, kept beside the log."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversations.errors import ChannelBusy, ChannelRefused, ChannelUnknown
from bot.conversations.feed import NO_DESKS, Feed
from bot.conversations.file_rules import MOST_BYTES, clean_name, content_refusal, type_refusal
from bot.conversations.lanes import Wake, nobody
from bot.conversations.ledger import Ledger
from bot.conversations.lines import shop_line, staff_line, tell
from bot.conversations.live import DESK, Live
from bot.conversations.messages import File, Offer
from bot.conversations.ports import Clock, FileSource, Store, Wording
from bot.conversations.transcripts import SOURCE

log = logging.getLogger(__name__)

SOURCE_OFF = timedelta(
    minutes=1
)  # how soon to look again for a channel that is switched off, or a fault of ours
MOST_TRIES = 60


async def take_offers(
    ledger: Ledger, conversation_id: int, channel: str, offers: Sequence[Offer], now: datetime
) -> tuple[File, ...]:
    """Note what a line brings along, for `Files` to fetch."""
    return tuple(
        [
            await ledger.offer_file(
                conversation_id, channel, replace(offer, name=clean_name(offer.name)), now
            )
            for offer in offers
        ]
    )


class Files:
    def __init__(
        self,
        store: Store,
        sources: Mapping[str, FileSource],
        wording: Wording,
        live: Live,
        clock: Clock,
        *,
        feed: Feed = NO_DESKS,
        wake: Wake = nobody,
    ) -> None:
        self._store = store
        self._sources = sources
        self._wording = wording
        self._live = live
        self._clock = clock
        self._feed = feed
        self._wake = wake

    async def take(self, conversation_id: int) -> bool:
        """Fetch what is due; False when nothing came of it. The lane calls this one at a time."""
        if not self._sources:
            return False
        done = False
        for file, channel, ref in await self._store.due_files(conversation_id, self._clock()):
            try:
                done |= await self._take(conversation_id, file, channel, ref)
            except Exception:  # what is to be sent comes after this step and must not wait for its faults
                log.exception("fetching a file broke", extra={"channel": channel})
                await self._put_off(conversation_id, file, channel, SOURCE_OFF)
        return done

    async def content(self, key: str) -> bytes:
        """The bytes of a file. Raises ChannelBusy while they are not here, ChannelRefused when they never will be."""
        found = await self._store.file(key)
        if found is None:
            raise ChannelRefused("There is no such file.")
        _, content, lost = found
        if content is not None:
            return content
        if lost is not None:
            raise ChannelRefused(f"The file is not here: {lost}.")
        raise ChannelBusy

    async def _take(self, conversation_id: int, file: File, channel: str, ref: str) -> bool:
        ours = channel == SOURCE  # and not of a kind that people may send
        refusal = None if ours else type_refusal(file.media_type, file.size)
        if refusal is None:
            source = self._sources.get(channel)
            try:
                if source is None:
                    raise ChannelBusy(SOURCE_OFF.total_seconds())
                content = await source.fetch(ref, MOST_BYTES)
            except ChannelBusy as busy:
                return await self._put_off(conversation_id, file, channel, _delay(busy.retry_after))
            except ChannelUnknown:
                return await self._put_off(conversation_id, file, channel, _delay(1.0))
            except ChannelRefused as refused:
                refusal = str(refused).rstrip(".") or "it cannot be fetched"
            else:
                refusal = None if ours else content_refusal(file.media_type, content)
        if refusal is not None:
            await self._lose(conversation_id, file, channel, refusal)
            return True
        async with self._store.transaction() as ledger:
            await ledger.keep_file(file.key, content)
            await self._feed.hear(ledger, conversation_id, self._clock())
        self._live.notify(DESK)
        return True

    async def _put_off(self, conversation_id: int, file: File, channel: str, delay: timedelta) -> bool:
        async with self._store.transaction() as ledger:
            tries = await ledger.put_off_file(file.key, self._clock() + delay)
        if tries >= MOST_TRIES:
            await self._lose(conversation_id, file, channel, "it could not be fetched")
            return True
        self._wake(conversation_id, delay)
        return False

    async def _lose(self, conversation_id: int, file: File, channel: str, why: str) -> None:
        """Staff see why; a customer is told politely."""
        now = self._clock()
        async with self._store.transaction() as ledger:
            conversation = await ledger.lock(conversation_id)
            await ledger.lose_file(file.key, why)
            entry = staff_line(f"The file {file.name} was not taken: {why}.", "file_refused", file=file.key)
            lines = [await ledger.append(conversation_id, entry, now)]
            if not self._feed.is_desk(channel):
                text = self._wording.say(
                    conversation.language,
                    "file_refused",
                    name=file.name,
                    megabytes=MOST_BYTES // 1024 // 1024,
                )
                lines.append(await tell(ledger, conversation, shop_line(text), now))
            await self._feed.hear(ledger, conversation_id, now, *lines)
        self._live.notify(DESK)


def _delay(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
