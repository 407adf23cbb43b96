"""A mail as what it means to the shop."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Protocol

from bot.channels.email.addresses import CHANNEL, Sender, mail_of, thread_from, thread_of, usable
from bot.channels.email.inbound import headers
from bot.channels.email.inbound.arrivals import Arrival, Nothing, Returned, Said
from bot.channels.email.inbound.attachments import offers
from bot.channels.email.inbound.body import words
from bot.channels.email.inbound.machines import (
    bounce,
    is_automatic,
    is_machine,
    message_ids,
    returned_ids,
)
from bot.channels.email.inbound.quoted import own_words
from bot.channels.email.marks import Marks
from bot.conversations.messages import Delivery, Inbound, Offer, Wish
from bot.conversations.model import Conversation

LONGEST_TEXT = 20_000  # characters kept of one mail
LONGEST_SUBJECT = 150
LONGEST_ID = 250
FEW_WORDS = 4
STOP = frozenset({"stop", "stopp"})

_REPLY = re.compile(r"^(?:(?:re|sv|vs|aw|rif|r|fwd?|vl|i|جواب)\s*:\s*)+", re.IGNORECASE)


class Known(Protocol):
    """What is looked up in the store."""

    async def delivery(self, delivery_id: int) -> Delivery | None: ...

    async def conversation(self, conversation_id: int) -> Conversation: ...


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail with where it lies; `whole` is False when it was too large and only its header was fetched."""

    raw: bytes
    place: str
    whole: bool = True


class Reading:
    def __init__(self, sender: Sender, marks: Marks, known: Known) -> None:
        self._sender = sender
        self._marks = marks
        self._known = known

    async def read(self, mail: Mail) -> Arrival:
        parsed = message_from_bytes(mail.raw, policy=default)
        external_id = _external_id(parsed, mail.raw)
        name, writer = headers.writer(parsed)
        if writer == self._sender.mail:
            return Nothing("a mail from ourselves")
        returned = bounce(parsed)
        if returned is not None:
            return await self._bounced(parsed, external_id, returned.why, final=returned.final)
        if is_automatic(parsed):
            return await self._automatic(parsed, external_id, writer)
        if writer is None or is_machine(writer):
            return Nothing("a mail that cannot be answered")
        return Said(await self._said(parsed, external_id, name or writer, writer, mail))

    async def _bounced(self, mail: EmailMessage, external_id: str, why: str, *, final: bool) -> Arrival:
        """Believed when it names a letter that we did send: ids of letters cannot be guessed."""
        delivery = await self._letter(returned_ids(mail), None)
        if delivery is None or not final:
            return Nothing("a letter that is late" if delivery else "a returned mail that is not ours")
        return Returned(delivery.id, external_id, why, bounced=True)

    async def _automatic(self, mail: EmailMessage, external_id: str, writer: str | None) -> Arrival:
        delivery = await self._letter(message_ids(mail, "References", "In-Reply-To"), writer)
        if delivery is None:
            return Nothing("an automatic mail")
        return Returned(delivery.id, external_id, own_words(words(mail))[:500], bounced=False)

    async def _letter(self, ids: list[str], writer: str | None) -> Delivery | None:
        """The letter of ours that one of the ids names; `writer`: whom it must have gone to, if that is known."""
        number = self._marks.named(ids)
        delivery = await self._known.delivery(number) if number is not None else None
        if delivery is None or delivery.channel != CHANNEL:
            return None
        recipient = _recipient(delivery)
        if writer not in (None, recipient) or self._marks.delivery(ids, recipient) != delivery.id:
            return None
        return delivery

    async def _said(
        self, mail: EmailMessage, external_id: str, name: str, writer: str, lies: Mail
    ) -> Inbound:
        answered = await self._letter(message_ids(mail, "References", "In-Reply-To"), writer)
        text = own_words(words(mail))[:LONGEST_TEXT] if lies.whole else ""
        subject = headers.plain(mail, "Subject")[:LONGEST_SUBJECT]
        files = offers(mail, lies.place) if lies.whole else ()
        conversation = await self._conversation(answered)
        return Inbound(
            channel=CHANNEL,
            address=_address(conversation, writer, external_id),
            external_id=external_id,
            text=text if answered or not lies.whole else _with_subject(text, subject),
            language=conversation.language if conversation else "en",
            name=name,
            kind=_kind(text, files, whole=lies.whole),
            files=files,
            wish=Wish.STOP if text.strip(" .!\n").casefold() in STOP else None,
            continues=conversation.id if conversation else None,
            details={"mail": _facts(mail, subject)},
        )

    async def _conversation(self, answered: Delivery | None) -> Conversation | None:
        return await self._known.conversation(answered.message.conversation_id) if answered else None


def _recipient(delivery: Delivery) -> str:
    return usable(mail_of(delivery.address)) or ""


def _address(conversation: Conversation | None, writer: str, external_id: str) -> str:
    if conversation is None:
        return thread_of(writer, external_id)
    return conversation.address if conversation.channel == CHANNEL else thread_from(writer, conversation.id)


def _external_id(mail: EmailMessage, raw: bytes) -> str:
    """The Message-ID; a mail without one is known by its bytes."""
    given = headers.plain(mail, "Message-ID").strip("<>")
    return given[:LONGEST_ID] if given else f"none:{hashlib.sha256(raw).hexdigest()}"


def _with_subject(text: str, subject: str) -> str:
    """A new mail's subject is said, too, where it holds a number or the mail hardly says anything."""
    bare = _REPLY.sub("", subject).strip()
    if not bare or bare in text:
        return text
    telling = len(text.split()) < FEW_WORDS or any(c.isdigit() for c in bare)
    return f"{bare}\n{text}".strip() if telling else text


def _kind(text: str, files: tuple[Offer, ...], *, whole: bool) -> str:
    if not whole:
        return "oversized"
    return files[0].kind.value if files and not text.strip() else "text"


def _facts(mail: EmailMessage, subject: str) -> dict[str, object]:
    """What an answer needs."""
    ids = message_ids(mail, "Message-ID")
    return {
        "subject": subject,
        "message_id": ids[-1] if ids else None,
        "references": message_ids(mail, "References")[-10:],
        "sent": headers.plain(mail, "Date")[:60],
    }
