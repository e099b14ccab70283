"""Light heads over the encoder's vectors: their arithmetic in NumPy, and their files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import numpy as np
from spacy.vocab import Vocab

from claimx.errors import ClaimxError

_FILE = "head.npz"


class Head:
    """A pipeline component with weights and label names in one file."""

    def __init__(self, vocab: Vocab, name: str):
        self.vocab = vocab
        self.name = name
        self.weights: dict[str, np.ndarray] = {}
        self.labels: dict[str, list[str]] = {}

    def linear(self, name: str, x: np.ndarray) -> np.ndarray:
        """(n, width) to (n, labels)."""
        return x @ self._weight(f"{name}.weight").T + self._weight(f"{name}.bias")

    def hidden(self, name: str, x: np.ndarray) -> np.ndarray:
        """(n, width) to (n, h): a hidden layer, leaky below zero."""
        return leaky(self.linear(name, x))

    def sides(self, name: str, left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The two hidden layers of a biaffine head, each with a constant 1 at its end."""
        return (self.side(name, "left", left), self.side(name, "right", right))

    def side(self, name: str, which: str, x: np.ndarray) -> np.ndarray:
        y = self.hidden(f"{name}.{which}", x)
        return np.concatenate([y, np.ones((len(y), 1), dtype=y.dtype)], axis=1)

    def pairs(self, name: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Biaffine scores (Dozat and Manning 2017), (n, width) and (m, width) to (n, m)."""
        a, b = self.sides(name, left, right)
        return a @ self._weight(f"{name}.weight")[0] @ b.T

    def _weight(self, name: str) -> np.ndarray:
        try:
            return self.weights[name]
        except KeyError:
            raise ClaimxError(
                f"the component '{self.name}' has no weights: load a pipeline that carries them, with claimx.load()"
            ) from None

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        names = {f"labels.{kind}": np.array(values) for kind, values in self.labels.items()}
        arrays: dict[str, Any] = {**self.weights, **names}
        with (folder / _FILE).open("wb") as f:
            np.savez(f, **arrays)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Self:
        with np.load(Path(path) / _FILE, allow_pickle=False) as arrays:
            for name in arrays.files:
                if name.startswith("labels."):
                    self.labels[name.removeprefix("labels.")] = [str(v) for v in arrays[name]]
                else:
                    self.weights[name] = arrays[name].astype("float32")
        return self


def leaky(x: np.ndarray) -> np.ndarray:
    """Leaky below zero, in place."""
    return np.maximum(x, 0.1 * x, out=x)


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Log probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
