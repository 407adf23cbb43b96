"""What customers ask of the shop itself by a command."""

import re

from bot.conversations.messages import Wish

COMMANDS = {
    "start": Wish.START,
    "help": Wish.HELP,
    "language": Wish.LANGUAGE,
    "human": Wish.PERSON,
    "transcript": Wish.TRANSCRIPT,
    "stop": Wish.STOP,
}

_COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL | re.IGNORECASE)


def wish_of(text: str) -> tuple[Wish | None, str | None]:
    """The wish, and for START the token that came with it. Other texts that begin with / are just texts."""
    found = _COMMAND.fullmatch(text.strip())
    wish = COMMANDS.get(found[1].lower()) if found else None
    token = found[2].strip() if found and found[2] and wish is Wish.START else None
    return wish, token
