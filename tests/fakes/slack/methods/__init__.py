"""The Web API's methods, one family a module; importing them registers them."""

from tests.fakes.slack.methods import auth, chat, conversations, files, reactions, users, views  # noqa: F401
