"""Names a model by the hash of everything that decides what is in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from engine.nlu.catalogue import read_catalogue

DATA = ("domain.yml", "config.yml", "data/nlu", "data/rules", "data/stories", "data/responses")
CODE = (
    "engine/nlu",
    "engine/domain.py",
    "engine/responses.py",
    "engine/rules.py",
    "engine/training.py",
    "engine/training_checks.py",
    "requirements/engine.txt",
)
CODE_ROOT = Path(__file__).parents[1]
SUFFIXES = {".yml", ".yaml", ".py", ".txt"}


def fingerprint(project: Path) -> str:
    """Sixteen hex digits; the same files give the same digits on any machine. Raises CatalogueBroken."""
    digest = hashlib.sha256()
    for root, names in ((project, DATA), (CODE_ROOT, CODE)):
        for path in _files(root, names):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    # Only the names: a changed price or opening hour needs no training.
    catalogue = read_catalogue(project / "data/shop").as_dict()
    digest.update(json.dumps(catalogue, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def _files(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = root / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and file.suffix in SUFFIXES)
