"""A small workspace to begin with: three colleagues, the desk's channel, and one for its overflow."""

from tests.fakes.slack.control import SlackControl


async def furnish(control: SlackControl, desk: str = "shopdesk") -> None:
    people = [
        await control.add_person("Kari Nordmann"),
        await control.add_person("Mikko Virtanen", timezone="Europe/Helsinki"),
        await control.add_person("Giulia Conti", timezone="Europe/Rome"),
    ]
    await control.add_channel(desk, members=people)
    await control.add_channel("returns", members=people)
