"""What a shop's own texts are in one language; what nobody has translated stays as the shop wrote it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

AND_ALSO = "; "  # between two holidays that fall on one day
FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Vocabulary:
    """`texts` leads from the shop's text to its translations: the first is said, all are understood."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def say(self, text: str) -> str:
        if text in self.texts:
            return self.texts[text][0]
        filled_in = next(self._filled_in(text), None)
        if filled_in is None and AND_ALSO in text:
            return AND_ALSO.join(map(self.say, text.split(AND_ALSO)))
        return filled_in or text

    def spellings(self, text: str) -> tuple[str, ...]:
        """The text and whatever else customers may call it."""
        return (text, *self.texts.get(text, ()))

    def _filled_in(self, text: str) -> Iterator[str]:
        """The translation of a text whose {fields} have been filled in already."""
        for pattern, translated in self._templates:
            if match := pattern.fullmatch(text):
                yield translated.format(
                    **{name: self.say(value) for name, value in match.groupdict().items()}
                )

    @cached_property
    def _templates(self) -> list[tuple[re.Pattern[str], str]]:
        return [(_pattern(text), said[0]) for text, said in self.texts.items() if FIELD.search(text)]


def _pattern(template: str) -> re.Pattern[str]:
    """FIELD splits into texts and names in turn; a name that comes again must have the same value."""
    parts, seen = FIELD.split(template), set[str]()
    made = []
    for index, part in enumerate(parts):
        if index % 2 == 0:
            made.append(re.escape(part))
        else:
            made.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(made))
