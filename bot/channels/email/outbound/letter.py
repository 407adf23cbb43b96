"""A letter: what is owed to one customer, what was said before, and how to answer."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.channels.email.outbound.threading import Thread
from bot.conversations.messages import Author, Delivery, Entry, Message
from bot.conversations.ports import Clock, Wording

QUOTED_LINES = 6
QUOTED_LENGTH = 300  # characters of each
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
WIDTH = "max-width: 40em"


@dataclass(frozen=True, slots=True)
class Words:
    """A letter's text in its parts. `said`: paragraphs of the lines that are owed."""

    greeting: str
    said: Sequence[str]
    footer: Sequence[str]
    earlier: str
    quoted: Sequence[str]

    @property
    def plain(self) -> str:
        quoted = [f"> {row}" for line in self.quoted for row in line.splitlines()]
        below = ["", self.earlier, *quoted] if quoted else []
        body = "\n\n".join([self.greeting, *self.said])
        return "\n".join([body, "", "-- ", *self.footer, *below, ""])

    def html(self, language: str) -> str:
        """For what is read from right to left: plain text leaves the direction to the reader's program."""
        shown = "".join(_paragraph(part) for part in [self.greeting, *self.said])
        below = "".join(_paragraph(part) for part in self.quoted)
        quoted = f"{_paragraph(self.earlier)}<blockquote>{below}</blockquote>" if self.quoted else ""
        footer = f"<small>{''.join(_paragraph(part) for part in self.footer)}</small>"
        body = f'<body dir="rtl" style="{WIDTH}">{shown}<hr>{footer}{quoted}</body>'
        return f'<!doctype html><html lang="{language}" dir="rtl"><meta charset="utf-8">{body}</html>'


class Writer:
    def __init__(self, wording: Wording, clock: Clock) -> None:
        self._wording = wording
        self._clock = clock

    def write(
        self, run: Sequence[Delivery], earlier: Sequence[Message], language: str, thread: Thread
    ) -> EmailMessage:
        """Without its attachments. Every header is one line, whatever it was made of."""
        letter = EmailMessage(policy=SMTP)
        letter["From"] = thread.sender
        letter["To"] = thread.recipient
        letter["Subject"] = thread.subject or self._say(language, "subject", number=str(thread.number))
        letter["Date"] = format_datetime(self._clock())
        letter["Message-ID"] = thread.message_id
        letter["In-Reply-To"] = thread.answers
        letter["References"] = " ".join(thread.references)
        if not any(delivery.message.entry.author is Author.AGENT for delivery in run):
            letter["Auto-Submitted"] = "auto-replied"  # RFC 3834
            letter["X-Auto-Response-Suppress"] = "All"  # Exchange's word for the same
        words = self._words(run, earlier, language, left=thread.left_in_chat)
        letter.set_content(words.plain, cte="quoted-printable")
        if language in RIGHT_TO_LEFT:
            letter.add_alternative(words.html(language), subtype="html", cte="base64")
        letter["Content-Language"] = language
        return letter

    def _words(
        self, run: Sequence[Delivery], earlier: Sequence[Message], language: str, *, left: bool
    ) -> Words:
        owed = [delivery.message for delivery in run]
        footer = [self._say(language, "footer")]
        if left:
            footer.append(self._say(language, "left"))
        return Words(
            self._say(language, "greeting"),
            [self._paragraph(message, language) for message in standing(owed)],
            footer,
            self._say(language, "earlier"),
            [self._quote(line, language) for line in earlier if _counts(line.entry)][-QUOTED_LINES:],
        )

    def _paragraph(self, message: Message, language: str) -> str:
        entry = message.entry
        head = [f"{entry.name}:"] if entry.author is Author.AGENT and entry.name else []
        if entry.corrects is not None:
            head.append(self._say(language, "corrected"))
        text = "\n".join([*head, entry.text, *(file.name for file in entry.files)]).strip()
        if not entry.buttons:
            return text
        offered = [self._say(language, "choices"), *(f"• {button.title}" for button in entry.buttons)]
        return "\n".join([text, "", *offered])

    def _quote(self, message: Message, language: str) -> str:
        entry = message.entry
        if entry.author is Author.CUSTOMER:
            who = self._wording.say(language, "you")
        else:
            who = entry.name or self._wording.say(language, "assistant")
        text = entry.text or ", ".join(file.name for file in entry.files)
        return f"{who}: {text if len(text) <= QUOTED_LENGTH else text[:QUOTED_LENGTH].rstrip() + '…'}"

    def _say(self, language: str, key: str, **values: object) -> str:
        return self._wording.say(language, f"email_{key}", **values)


def standing(owed: Sequence[Message]) -> list[Message]:
    """The lines as they stand: what was corrected or taken back before the letter went out is not in it."""
    replaced = {message.entry.corrects for message in owed}
    known = {message.id for message in owed}
    left = [message for message in owed if message.id not in replaced and not message.entry.withdrawn]
    return [_as_first(message) if message.entry.corrects in known else message for message in left]


def _as_first(message: Message) -> Message:
    """A correction of what nobody has read is not called one."""
    entry = message.entry
    first = Entry(entry.author, entry.text, name=entry.name, buttons=entry.buttons, files=entry.files)
    return Message(message.id, message.conversation_id, message.seq, message.created_at, first)


def _counts(entry: Entry) -> bool:
    return not entry.internal and entry.corrects is None and bool(entry.text or entry.files)


def _paragraph(text: str) -> str:
    return f'<p dir="auto">{"<br>".join(html.escape(text).splitlines())}</p>'
