"""The methods of the Bot API, by topic; each takes the world and the call's parameters and gives the result."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.telegram.methods import callbacks, chats, media, messages, profile, receiving
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.world import World

Method = Callable[[World, Params], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    name.lower(): method  # Telegram does not care how a method's name is written
    for topic in (callbacks, chats, media, messages, profile, receiving)
    for name, method in topic.METHODS.items()
}
