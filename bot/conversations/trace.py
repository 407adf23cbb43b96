"""Which conversation this task is about: the log's lines carry it, so nobody has to pass it along."""

from contextvars import ContextVar

CONVERSATION: ContextVar[int | None] = ContextVar("conversation", default=None)
