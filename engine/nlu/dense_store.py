"""Keeps the vectors of training examples on disk, so that a new training computes only what is new."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile

import numpy as np


class Store:
    """One file: texts' hashes and their vectors, of the last training's examples."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def vectors(self, texts: list[str], compute: Callable[[list[str]], np.ndarray]) -> np.ndarray:
        """A row for each text; 'compute' is asked for those that are not kept."""
        known = self._read()
        keys = {text: hashlib.sha256(text.encode()).digest()[:16] for text in dict.fromkeys(texts)}
        new = [text for text, key in keys.items() if key not in known]
        if new:
            known |= zip((keys[text] for text in new), compute(new).astype(np.float16), strict=True)
        if new or len(known) > len(keys):
            self._write({key: known[key] for key in keys.values()})
        return np.array([known[keys[text]] for text in texts], np.float32)

    def _read(self) -> dict[bytes, np.ndarray]:
        try:
            with np.load(self._file) as kept:
                return dict(zip(map(bytes, kept["keys"]), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):  # not there, or a killed training's
            return {}

    def _write(self, known: dict[bytes, np.ndarray]) -> None:
        if not known:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(f".{os.getpid()}")
        keys = np.array([list(key) for key in known], np.uint8)
        with part.open("wb") as file:
            np.savez(file, keys=keys, vectors=np.array(list(known.values()), np.float16))
        part.replace(self._file)
