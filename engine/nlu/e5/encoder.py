"""Turns texts into vectors, one thread a text; the converted graph is kept in a file for the next start."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime

from engine.nlu.e5.pieces import Cutter
from engine.nlu.e5.weights import EncoderMissing, Weights, unpacked, weights_file

REMEMBERED = 4_000  # texts: what many say
CODE = ("weights.py", "pieces.py", "graph.py", "encoder.py")


class Encoder:
    """Loading takes half a second and 130 MB; a text of a dozen words about three milliseconds."""

    def __init__(self, folder: Path) -> None:
        """'folder' is where the converted graph is kept. Raises EncoderMissing."""
        file = weights_file()
        weights = Weights(file)
        self.name = _name(file)
        self._cut = Cutter(weights.vocabulary())
        self._words = weights.packed("emb.word", weights.width)
        # The places' vectors and the one that is added to all, as the model has but one kind of text.
        places = weights.plain("emb.pos").reshape(-1, weights.width)
        self._places = places + weights.plain("emb.type")[: weights.width]
        self._session = _session(_graph(folder / f"{self.name}.onnx", weights))
        self.vector = lru_cache(REMEMBERED)(self._vector)

    def vectors(self, texts: Iterable[str]) -> np.ndarray:
        """A row for each text, on all cores."""
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return np.array(list(threads.map(self._vector, texts)), np.float32)

    def _vector(self, text: str) -> np.ndarray:
        """Of length one; the same whatever the texts beside it."""
        pieces = self._cut(text)
        summed = unpacked(self._words[pieces]) + self._places[: len(pieces)]
        vector = self._session.run(None, {"pieces": summed[np.newaxis]})[0][0]
        return vector / np.linalg.norm(vector)  # type: ignore[no-any-return]


def _name(file: Path) -> str:
    """Changes with the weights and with the code that reads them."""
    digest = hashlib.sha256(f"{onnxruntime.__version__} {file.stat().st_size}".encode())
    for name in CODE:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return f"e5-{digest.hexdigest()[:12]}"


def _graph(path: Path, weights: Weights) -> Path:
    if not path.exists():
        try:
            from engine.nlu.e5.graph import build  # noqa: PLC0415 - only where the file is missing
        except ImportError as error:
            raise EncoderMissing(f"{path} is missing, and so is the package onnx to make it.") from error
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(build(weights).SerializeToString())
        part.replace(path)
    return path


def _session(graph: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two threads on one text spend their time waiting for each other
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
