"""Direct messages to the bot: staff ask like customers, on a channel of their own."""

from bot.conversations.intake import Intake
from bot.conversations.messages import Inbound
from bot.conversations.ports import Store
from bot.desk.slack.api.people import People
from bot.desk.slack.controls.actions import NotNow, Press
from bot.desk.slack.inbound.direct_language import Languages
from bot.desk.slack.inbound.events import Deleted, Edited, Event, Said
from bot.desk.slack.names import DIRECT, line_id
from bot.desk.slack.text.plain import mentions, plain


class Direct:
    """Each event becomes one Inbound. Raises what the store raises: then Slack must send it again."""

    def __init__(self, intake: Intake, store: Store, people: People, languages: Languages) -> None:
        self._intake = intake
        self._store = store
        self._people = people
        self._languages = languages

    async def take(self, event: Event) -> None:
        match event:
            case Said():
                await self._intake.receive(await self._inbound(event))
            case Edited():
                await self._intake.receive(await self._corrected(event))
            case Deleted():
                pass  # what was asked was asked; the log keeps it, as with every channel

    async def press(self, press: Press) -> None:
        """A quick reply under one of the bot's lines."""
        message_id, _, place = press.value.partition(":")
        if not (message_id.isdecimal() and place.isdecimal()):
            raise NotNow("This button is not known any more.")
        agent = await self._people.agent(press.user)
        await self._intake.receive(
            Inbound(
                DIRECT,
                press.user,
                f"{press.channel}:{press.message}:press:{press.at}",
                press.label,
                press=(int(message_id), int(place)),
                language=await self._languages.of(press.user),
                name=agent.name,
            )
        )

    async def _inbound(self, said: Said) -> Inbound:
        names = {user: (await self._people.agent(user)).name for user in mentions(said.text) - {"!"}}
        agent = await self._people.agent(said.user)
        return Inbound(
            DIRECT,
            said.user,
            line_id(said.channel, said.ts),
            plain(said.text, names, said.emoji),
            language=await self._languages.of(said.user),
            name=agent.name,
            kind=said.files[0].kind.value if said.files else "text",
            files=said.files,
        )

    async def _corrected(self, event: Edited) -> Inbound:
        """A change that came before the message itself takes its place: it is known when it comes."""
        as_it_reads = await self._inbound(event.said)
        original = as_it_reads.external_id
        if await self._store.seen(DIRECT, original) is None:
            return as_it_reads
        return Inbound(
            DIRECT,
            as_it_reads.address,
            f"{original}:edit:{event.edited}",
            as_it_reads.text,
            language=as_it_reads.language,
            name=as_it_reads.name,
            corrects=original,
        )
