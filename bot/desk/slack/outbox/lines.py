"""Lines of a conversation as messages of its thread: under the speaker's name, several in one while a burst waits."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from bot.conversations.messages import Author, Delivery, Entry, File
from bot.desk.slack.names import IN_A_WINDOW
from bot.desk.slack.outbox.place import place_line
from bot.desk.slack.text.blocks import SECTION_TEXT, Block, context, fitting, paragraphs, section, weight
from bot.desk.slack.text.escape import clean, cut, neutral
from bot.desk.slack.text.markup import HERE, bold, link, markup, mention, said
from bot.privacy.mask import mask

BLOCKS = 40  # of one message; Slack takes 50, and names come on top
SIZE = 10_000  # …and its characters on the wire; Slack takes some 13,000
NAME_SIZE = 150
FALLBACK_TEXT = 300  # what a notification shows
SPEAKER_NAME = 60
QUOTED = 120
CALLS_EVERYBODY = {"alert", "escalated"}  # …unless somebody has it: then that person
CALLS_HOLDER = {"assigned", "snooze_over"}

ICONS = {
    Author.CUSTOMER: ":bust_in_silhouette:",
    Author.BOT: ":robot_face:",
    Author.AGENT: ":speech_balloon:",
    Author.SHOP: None,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the lines need to know of their surroundings.

    `holder`: the Slack user who has the conversation. `named`: the app may write under other names.
    `place_of`: the address that shows a receipt's message. `quoted`: texts of lines that are referred to, by id.
    `alone`: ids of deliveries that go by themselves.
    """

    customer: str
    holder: str | None = None
    named: bool = True
    place_of: Callable[[str], str | None] = lambda _receipt: None
    quoted: Mapping[int, str] = field(default_factory=dict)
    alone: Collection[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Post:
    """One message for the thread, holding these deliveries."""

    deliveries: tuple[Delivery, ...]
    text: str
    blocks: Sequence[Block]
    username: str | None = None
    icon: str | None = None
    broadcast: bool = False
    files: tuple[File, ...] = ()


def posts(deliveries: Sequence[Delivery], scene: Scene) -> Iterator[Post]:
    """In order; calls and files stand alone, other lines go together as far as they fit."""
    for group in _groups(deliveries, scene.alone):
        yield _post(group, scene)


def without_files(delivery: Delivery, scene: Scene, why: str) -> Post:
    """The line itself when its files cannot be shown."""
    entry = delivery.message.entry
    names = ", ".join(file.name for file in entry.files)
    shown = [*_line(delivery, scene), context(f"{names}: {why}")]
    post = _signed([delivery], [context(_speaker(entry, scene)), *shown], scene, username=None)
    return replace(post, files=())


def unshowable(deliveries: Sequence[Delivery], code: str) -> Post:
    """In the place of lines that Slack refuses."""
    text = f"{len(deliveries)} line(s) cannot be shown here ({code}). The web desk shows them."
    return Post(tuple(deliveries), text, [context(text)])


def comment(post: Post, scene: Scene) -> str:
    """What stands above shared files; Slack formats it, so the words are neutralised."""
    entry = post.deliveries[0].message.entry
    words = f": {entry.text}" if entry.text.strip() else ""
    return markup(bold(_speaker(entry, scene)), said(words, SECTION_TEXT - 200)).fit(SECTION_TEXT)


def _groups(deliveries: Sequence[Delivery], apart: Collection[int]) -> Iterator[list[Delivery]]:
    group: list[Delivery] = []
    count, size = 0, 0
    for delivery in deliveries:
        blocks = _line(delivery, Scene(""))
        own = sum(map(weight, blocks)) + NAME_SIZE
        entry = delivery.message.entry
        alone = delivery.id in apart or _is_call(entry) or bool(entry.files)
        if group and (alone or count + len(blocks) + 1 > BLOCKS or size + own > SIZE):
            yield group
            group, count, size = [], 0, 0
        group.append(delivery)
        count, size = count + len(blocks) + 1, size + own
        if alone:
            yield group
            group, count, size = [], 0, 0
    if group:
        yield group


def _is_call(entry: Entry) -> bool:
    return entry.details.get("event") in CALLS_EVERYBODY | CALLS_HOLDER


def _post(group: Sequence[Delivery], scene: Scene) -> Post:
    first = group[0].message.entry
    if _is_call(first):
        return _call(group[0], scene)
    speakers = {_speaker(delivery.message.entry, scene) for delivery in group}
    if scene.named and len(speakers) == 1 and first.author is not Author.SHOP:
        blocks = [block for delivery in group for block in _line(delivery, scene)]
        return _signed(group, blocks, scene, username=_speaker(first, scene))
    return _signed(group, list(_with_names(group, scene)), scene, username=None)


def _signed(
    group: Sequence[Delivery], blocks: Sequence[Block], scene: Scene, *, username: str | None
) -> Post:
    first = group[0].message.entry
    text = neutral(cut(f"{_speaker(first, scene)}: {mask(first.text) or _what(first)}", FALLBACK_TEXT))
    icon = ICONS[first.author] if username else None
    return Post(tuple(group), text, fitting(blocks), username, icon, files=first.files)


def _with_names(group: Iterable[Delivery], scene: Scene) -> Iterator[Block]:
    for name, run in groupby(group, lambda delivery: _speaker(delivery.message.entry, scene)):
        lines = list(run)
        if lines[0].message.entry.author is not Author.SHOP:
            yield context(markup(bold(name)))
        for delivery in lines:
            yield from _line(delivery, scene)


def _call(delivery: Delivery, scene: Scene) -> Post:
    """A line that calls people; the call itself is ours, never part of anybody's words."""
    entry = delivery.message.entry
    event = entry.details.get("event")
    called = mention(scene.holder) if scene.holder else HERE if event in CALLS_EVERYBODY else said("")
    words = markup(called, said(f" {entry.text}", FALLBACK_TEXT)) if called else markup(said(entry.text))
    text = neutral(cut(mask(entry.text), FALLBACK_TEXT))
    return Post((delivery,), text, [section(words)], broadcast=event in CALLS_EVERYBODY)


def _line(delivery: Delivery, scene: Scene) -> list[Block]:
    entry = delivery.message.entry
    blocks = [*_correction(delivery, scene), *_quote(entry, scene)]
    if entry.withdrawn:
        return blocks
    if entry.text.strip():
        said_here = paragraphs(entry.text)[: BLOCKS - 5]
        blocks += said_here if entry.author is not Author.SHOP else [context(entry.text)]
    blocks += place_line(entry.details)
    return blocks if blocks or entry.files else [context(f"[{_what(entry)}]")]


def _correction(delivery: Delivery, scene: Scene) -> list[Block]:
    entry = delivery.message.entry
    if entry.corrects is None:
        return []
    address = scene.place_of(delivery.original) if delivery.original else None
    earlier = link(address, "an earlier message") if address else said("an earlier message")
    done = "Deleted " if entry.withdrawn else "Corrected "
    return [context(markup(said("✎ " + done), earlier, said("" if entry.withdrawn else ":")))]


def _quote(entry: Entry, scene: Scene) -> list[Block]:
    quoted = entry.details.get("quoted") or scene.quoted.get(entry.details.get("quotes") or 0)
    return [context(f"↩ in reply to: {cut(str(quoted), QUOTED)}")] if quoted else []


def _what(entry: Entry) -> str:
    return str(entry.details.get("kind") or entry.details.get("event") or "nothing to show").replace("_", " ")


def _speaker(entry: Entry, scene: Scene) -> str:
    if entry.author is Author.CUSTOMER:
        return _name(scene.customer, "Customer") + " (customer)"
    if entry.author is Author.AGENT:
        return _name(entry.name, "Colleague") + _written_where(entry)
    return "Assistant" if entry.author is Author.BOT else "Shopdesk"


def _written_where(entry: Entry) -> str:
    """Of an agent's line that is no message of Slack."""
    if entry.internal:
        return " (internal note)"
    return "" if IN_A_WINDOW in (entry.external_id or "") else " (web desk)"


def _name(name: str | None, otherwise: str) -> str:
    """A user name is no text object: Slack's signs are taken out of it."""
    shown = " ".join(clean(name or "").translate(dict.fromkeys(map(ord, "<>&@#*_~`|:"), " ")).split())
    return cut(shown, SPEAKER_NAME) or otherwise
