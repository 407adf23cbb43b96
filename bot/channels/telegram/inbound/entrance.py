"""An update, whichever way it came, is stored; only then may it be confirmed."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from telegram import Update

from bot.channels.telegram.aside import Aside
from bot.channels.telegram.ids import CHANNEL
from bot.channels.telegram.inbound.arrivals import Arrival, Blocked, InPublic, Nothing, Pressed, Said
from bot.channels.telegram.inbound.groups import Groups
from bot.channels.telegram.inbound.presses import Presses
from bot.channels.telegram.inbound.updates import read, read_unreadable
from bot.channels.telegram.inbound.words import clean_all
from bot.conversations.live import DESK, Live
from bot.conversations.messages import Customer, Inbound, Receipt
from bot.conversations.ports import Store

log = logging.getLogger(__name__)


class Receiver(Protocol):
    """The core's intake."""

    async def receive(self, inbound: Inbound) -> Receipt: ...


class Entrance:
    def __init__(
        self, *, intake: Receiver, store: Store, live: Live, presses: Presses, groups: Groups, aside: Aside
    ) -> None:
        self._intake = intake
        self._store = store
        self._live = live
        self._presses = presses
        self._groups = groups
        self._aside = aside

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Store what the update says. Raises what the store raises: then it must not be confirmed."""
        match _arrival(raw):
            case Said(inbound):
                await self._intake.receive(inbound)
            case Pressed() as press:
                if press.inbound:
                    await self._intake.receive(press.inbound)
                self._aside.start(self._acknowledge(press))
            case Blocked() as change:
                await self._note(change)
            case InPublic(chat, language):
                self._aside.start(self._groups.refuse(chat, language))
            case Nothing(what):
                log.info("nothing to store: %s", what, extra={"update": raw.get("update_id")})

    async def _acknowledge(self, press: Pressed) -> None:
        """In the language that the customer speaks with us; their app may be in another, or know no Roman Urdu."""
        known = await self._store.customer(CHANNEL, str(press.chat))
        spoken = known.language if known and known.language else press.language
        await self._presses.acknowledge(replace(press, language=spoken))

    async def _note(self, change: Blocked) -> None:
        customer = Customer(CHANNEL, change.address, change.name, blocked_at=change.since)
        async with self._store.transaction() as ledger:
            await ledger.note_customer(customer)
        self._live.notify(DESK)


def _arrival(raw: Mapping[str, Any]) -> Arrival:
    try:
        return read(Update.de_json(clean_all(dict(raw))))
    except Exception as error:  # noqa: BLE001 - whatever Telegram sends one day, it must not stop all others
        log.error(
            "an update could not be read (%s)", type(error).__name__, extra={"update": raw.get("update_id")}
        )
        return read_unreadable(clean_all(dict(raw)))
