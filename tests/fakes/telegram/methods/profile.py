"""The bot's commands and descriptions."""

from collections.abc import Callable

from tests.fakes.telegram.params import Params
from tests.fakes.telegram.shapes import JSON
from tests.fakes.telegram.world import World


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.structure("commands") or []
    world.profile.set_commands(commands, params.structure("scope"), params.text("language_code"))
    return True


def get_my_commands(world: World, params: Params) -> list[JSON]:
    return world.profile.commands_for(params.structure("scope"), params.text("language_code"))


def delete_my_commands(world: World, params: Params) -> bool:
    world.profile.set_commands([], params.structure("scope"), params.text("language_code"))
    return True


def sets(name: str) -> Callable[[World, Params], bool]:
    def set_text(world: World, params: Params) -> bool:
        world.profile.set_text(name, params.text(name), params.text("language_code"))
        return True

    return set_text


def gets(name: str) -> Callable[[World, Params], JSON]:
    def get_text(world: World, params: Params) -> JSON:
        return {name: world.profile.text(name, params.text("language_code"))}

    return get_text


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": sets("name"),
    "getMyName": gets("name"),
    "setMyDescription": sets("description"),
    "getMyDescription": gets("description"),
    "setMyShortDescription": sets("short_description"),
    "getMyShortDescription": gets("short_description"),
}
