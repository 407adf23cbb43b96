"""Reads the rows of one YAML or CSV file and collects what is wrong with them."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from actions.demo_shop.records import Record

R = TypeVar("R", bound=Record)

# Every value stays text, so that NO is Norway and 0050 a postcode; the records convert.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

MEND = {
    "missing": "add it",
    "extra_forbidden": "remove it or correct its name",
    "int_parsing": "write a whole number",
    "decimal_parsing": "write an amount like 4.90",
}


@dataclass(frozen=True, slots=True)
class Fault:
    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}: {self.mend}"


class FilesFaulty(Exception):
    """Everything wrong with the shop's files, at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "The shop's files need mending:\n" + "\n".join(f"  {fault}" for fault in self.faults)
        )


@dataclass(slots=True)
class Reader:
    """Reads files of one folder; faults gather in `faults`."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(self, file: str, line: int, what: str, mend: str) -> None:
        self.faults.append(Fault(file, line, what, mend))

    def record(self, kind: type[R], file: str, line: int, values: Any) -> Iterator[R]:
        """The row as a record, or nothing and its faults."""
        if not isinstance(values, dict):
            self.fault(file, line, "not a mapping", "write `name: value` lines")
            return
        try:
            yield kind.model_validate({**values, "line": line})
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                where = ".".join(str(part) for part in problem["loc"]) or "row"
                self.fault(file, line, where, MEND.get(problem["type"], problem["msg"]))

    def yaml(self, file: str) -> dict[str, list[tuple[int, Any]]]:
        """Sections of a YAML file, each a list of (line, values); a file that is a list is section ""."""
        try:
            node = yaml.compose(self._text(file), Loader=_Loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.fault(
                file, mark.line + 1 if mark else 1, "not YAML", getattr(error, "problem", None) or str(error)
            )
            return {}
        if isinstance(node, yaml.MappingNode):
            return {key.value: _rows(value) for key, value in node.value}
        return {"": _rows(node)} if node else {}

    def mapping(self, file: str) -> tuple[int, Any]:
        """The whole file as one row."""
        try:
            return 1, yaml.load(self._text(file), Loader=_Loader)  # noqa: S506  (a base loader: text only)
        except yaml.YAMLError:
            self.fault(file, 1, "not YAML", "see the example in the file's history")
            return 1, {}

    def csv(self, file: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows of a CSV file; lines that begin with # are comments, empty cells are left out."""
        numbered = [
            (number, text)
            for number, text in enumerate(self._text(file).splitlines(), start=1)
            if text.strip() and not text.startswith("#")
        ]
        head: list[str] = []
        for (number, _), cells in zip(numbered, csv.reader(text for _, text in numbered), strict=False):
            if not head:
                head = cells
            elif len(cells) != len(head):
                self.fault(file, number, f"{len(cells)} cells", f"the header has {len(head)}")
            else:
                yield (
                    number,
                    {name: cell.strip() for name, cell in zip(head, cells, strict=True) if cell.strip()},
                )

    def _text(self, file: str) -> str:
        try:
            return (self.folder / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.fault(file, 1, "cannot be read", str(error))
            return ""


def _rows(node: yaml.Node) -> list[tuple[int, Any]]:
    """A sequence's items, or a mapping as the only one, each with its line."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [(item.start_mark.line + 1, _plain(item)) for item in items]


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return node.value
