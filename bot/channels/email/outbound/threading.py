"""Where a letter belongs: its headers, from what the customer wrote last."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address

from bot.channels.email.addresses import CHANNEL, Sender, mail_of
from bot.channels.email.marks import Marks
from bot.conversations.messages import Author, Delivery, Entry, Message

MOST_REFERENCES = 10


@dataclass(frozen=True, slots=True)
class Thread:
    """`subject` is None when the customer never wrote one; `left_in_chat`: they write to us elsewhere."""

    sender: Address
    recipient: Address
    number: int
    message_id: str
    answers: str
    references: Sequence[str]
    subject: str | None
    left_in_chat: bool


def thread(
    sender: Sender, marks: Marks, first: Delivery, earlier: Sequence[Message], *, left_in_chat: bool
) -> Thread:
    """`first`: of the lines that go out; `earlier`: the lines before it."""
    mail = mail_of(first.address)
    number = first.message.conversation_id
    root = marks.root(number)
    mails = [line.entry for line in earlier if _is_mail(line.entry)]
    last = mails[-1] if mails else None
    known = _references(last) if last else []
    return Thread(
        sender=sender.address,
        recipient=Address(addr_spec=mail),
        number=number,
        message_id=marks.message_id(first.id, mail),
        answers=known[-1] if known else root,
        references=[root, *(reference for reference in known if reference != root)],
        subject=_subject(mails),
        left_in_chat=left_in_chat,
    )


def _is_mail(entry: Entry) -> bool:
    return entry.author is Author.CUSTOMER and entry.channel == CHANNEL and "mail" in entry.details


def _references(last: Entry) -> list[str]:
    given = last.details["mail"].get("references", [])
    own = last.details["mail"].get("message_id")
    return [*given, *([own] if own else [])][-MOST_REFERENCES:]


def _subject(mails: Sequence[Entry]) -> str | None:
    """The customer's own, answered; it was made one line when it came in."""
    subject = next(
        (found for entry in reversed(mails) if (found := entry.details["mail"].get("subject"))), None
    )
    if not isinstance(subject, str):
        return None
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"
