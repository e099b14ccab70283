"""The encoder: one pass of a small BERT over the document, which every other component reads.

MiniLM (Wang et al. 2020, https://arxiv.org/abs/2002.10957) run by onnxruntime in overlapping
windows. Each token is read from the window in which it has most context, so that a document of
any length is covered with no cut.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claimx.errors import ClaimxError
from claimx.wordpieces import Pieces, WordPieces

_KEY = "claimx_encoding"
_MODEL, _TOKENIZER = "encoder.onnx", "tokenizer.json"


@dataclass
class Encoding:
    """What the encoder says of one document.

    hidden: for each window (pieces + 2, width) floats, with the marks at the window's edges. inner: the same of a layer
    in the middle, which knows less of what the last one was trained for and more of what belongs together.
    starts: (windows,) the first piece of each. window, position: (tokens,) where in `hidden`
    each token is read.
    """

    pieces: Pieces
    hidden: list[np.ndarray]
    inner: list[np.ndarray]
    starts: np.ndarray
    window: np.ndarray
    position: np.ndarray

    @cached_property
    def vectors(self) -> np.ndarray:
        """(tokens, width): each token from its own window."""
        return self._of_tokens(self.hidden)

    @cached_property
    def middle(self) -> np.ndarray:
        """(tokens, width): the same of the layer in the middle."""
        return self._of_tokens(self.inner)

    def both(self, tokens: np.ndarray) -> np.ndarray:
        """(tokens, 2 * width): of some tokens the vectors of the last layer and of the middle one, side by side."""
        return np.concatenate([self.vectors[tokens], self.middle[tokens]], axis=1)

    def _of_tokens(self, windows: list[np.ndarray]) -> np.ndarray:
        out = np.empty((len(self.window), windows[0].shape[1]), dtype="float32")
        for number, hidden in enumerate(windows):
            mine = self.window == number
            out[mine] = hidden[self.position[mine]]
        return out

    @cached_property
    def breaks(self) -> np.ndarray:
        """(tokens,) whether a paragraph begins with the token."""
        first = self.pieces.first
        own = np.append(True, first[1:] != first[:-1])  # white space shares the piece before it
        return (self.pieces.breaks[first] == 1) & own

    def in_window(self, number: int, tokens: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Those of the tokens that a window covers, and their vectors in it."""
        places = self.pieces.first[tokens] - self.starts[number] + 1
        inside = (places >= 1) & (places < len(self.hidden[number]) - 1)
        return tokens[inside], self.hidden[number][places[inside]]


def encoding(doc: Doc) -> Encoding | None:
    """What the encoder left on the Doc; None where there is nothing to read."""
    if _KEY not in doc.user_data:
        raise ClaimxError("this pipeline has no claimx_encoder before the component that reads it: add it first")
    return doc.user_data[_KEY]


def window_starts(pieces: int, size: int, overlap: int) -> list[int]:
    """First pieces of windows of `size` that cover all pieces, each sharing at least `overlap` with the one before.

    The overlaps are evened out, so that the last window is no shorter than the others.
    """
    if pieces <= size:
        return [0]
    count = -(-(pieces - overlap) // (size - overlap))
    return [round(i * (pieces - size) / (count - 1)) for i in range(count)]


class EncoderComponent:
    """Sets Doc.user_data['claimx_encoding']."""

    def __init__(self, vocab: Vocab, name: str, size: int, overlap: int, threads: int):
        self.vocab = vocab
        self.name = name
        self.size = size
        self.overlap = overlap
        self.threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._wordpieces: WordPieces | None = None
        self._session: onnxruntime.InferenceSession | None = None

    def __call__(self, doc: Doc) -> Doc:
        doc.user_data[_KEY] = self.encode(doc)
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        # Windows of different documents are never run together: quantisation would let them
        # change each other's figures, and a record must not depend on its neighbours.
        for doc in docs:
            yield self(doc)

    def encode(self, doc: Doc) -> Encoding | None:
        if self._wordpieces is None:
            raise ClaimxError("the encoder has no weights: load a pipeline that carries them, with claimx.load()")
        pieces = self._wordpieces(doc)
        n = len(pieces)
        if not n:
            return None
        size = self.size - 2
        starts = window_starts(n, size, self.overlap)
        found = self._run([self.inputs(pieces, s, min(s + size, n)) for s in starts])
        at = np.array(starts)
        # A piece belongs to the window in whose middle it lies most.
        borders = (at[1:] + np.minimum(at[:-1] + size, n)) / 2
        window = np.searchsorted(borders, pieces.first, side="right")
        hidden, inner = [last for last, _ in found], [middle for _, middle in found]
        return Encoding(pieces, hidden, inner, at, window, pieces.first - at[window] + 1)

    def inputs(self, pieces: Pieces, start: int, stop: int) -> dict[str, np.ndarray]:
        """What the network reads of one window."""
        assert self._wordpieces is not None
        edges = {"ids": (self._wordpieces.start, self._wordpieces.end), "shapes": (0, 0), "breaks": (0, 0)}
        return {
            name: np.concatenate([[first], getattr(pieces, name)[start:stop], [last]]).astype("int32")[None]
            for name, (first, last) in edges.items()
        }

    def _run(self, windows: list[dict[str, np.ndarray]]) -> list[tuple[np.ndarray, np.ndarray]]:
        session = self._session
        assert session is not None

        def run(inputs: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
            hidden, middle = session.run(["hidden", "middle"], inputs)
            return hidden[0], middle[0]

        if self.threads == 1 or len(windows) == 1:
            return [run(w) for w in windows]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads or os.cpu_count())
        return list(self._pool.map(run, windows))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in self._files.items():
            (folder / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "EncoderComponent":
        folder = Path(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._wordpieces = WordPieces.from_file(folder / _TOKENIZER)
        self._session = onnxruntime.InferenceSession(str(folder / _MODEL), options, providers=["CPUExecutionProvider"])
        self._folder = folder
        return self

    @property
    def _files(self) -> dict[str, bytes]:
        if self._session is None:
            return {}
        return {name: (self._folder / name).read_bytes() for name in (_MODEL, _TOKENIZER)}
