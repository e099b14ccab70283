"""Windows of documents, in batches of one task each."""

import random

import numpy as np
import torch

from claimx.wordpieces import LOWER, TITLE, UPPER

POINTERS = ("cue", "source", "head")
# What padding is where it is not "no label", and what is no number.
_ZERO = ("ids", "shapes", "breaks", "first", "entities", "soft", "soft_pairs", "role_of", "body_of")
_TYPES = {"entities": "bool", "soft": "float32", "soft_pairs": "float32"}


def cut(example, size: int, rng: random.Random):
    """Windows (first token, last token) of at most `size` pieces, at a random phase."""
    if example.cuts is not None and rng.random() < 0.25:
        size //= 6  # a sentence or two alone, as in a headline
    first = example.pieces.first
    n, total = len(first), len(example.pieces)
    ends = np.append(first[1:], total)
    at = 0
    room = rng.randint(size // 3, size) if total > size else size
    while at < n:
        stop = int(np.searchsorted(ends, first[at] + room, side="right"))
        stop = max(stop, at + 1)
        if example.cuts is not None and stop < n:
            earlier = example.cuts[(example.cuts > at) & (example.cuts <= stop)]
            if len(earlier):
                stop = int(earlier[-1])
        yield at, stop
        at, room = stop, size


def window(example, start: int, stop: int, rng: random.Random | None, wordpieces) -> dict[str, np.ndarray] | None:
    p = example.pieces
    lo, hi = int(p.first[start]), int(p.first[stop]) if stop < len(p.first) else len(p)
    tokens = example.tokens[(example.tokens >= start) & (example.tokens < stop)]
    if hi <= lo or not len(tokens):
        return None

    def edge(a, b, values):
        return np.concatenate([[a], values[lo:hi], [b]])

    shapes, breaks = edge(0, 0, p.shapes), edge(0, 0, p.breaks)
    if rng is not None:
        lot = rng.random()
        if lot < 0.03:  # all in small letters
            shapes = np.where(np.isin(shapes, (TITLE, UPPER)), LOWER, shapes)
        elif lot < 0.06:  # all in capitals
            shapes = np.where(np.isin(shapes, (TITLE, LOWER)), UPPER, shapes)
        if rng.random() < 0.1:  # line breaks lost
            breaks = breaks * 0
    out = {
        "ids": edge(wordpieces.start, wordpieces.end, p.ids),
        "shapes": shapes,
        "breaks": breaks,
        "first": p.first[tokens] - lo + 1,
    }
    place = np.full(len(p.first) + 1, -100)
    place[tokens] = np.arange(len(tokens))
    for name, values in example.labels.items():
        values = values[tokens]
        if name in POINTERS:
            values = np.where(values >= 0, place[np.maximum(values, 0)], -100)
        out[name] = values
    return out


def collate(windows: list[dict[str, np.ndarray]]) -> dict[str, torch.Tensor]:
    pieces = max(len(w["ids"]) for w in windows)
    tokens = max(len(w["first"]) for w in windows)
    batch = {}
    for name in windows[0]:
        length = pieces if name in ("ids", "shapes", "breaks") else tokens
        fill = 0 if name in _ZERO else -1 if name == "sentence" else -100
        shape = (len(windows), length, *windows[0][name].shape[1:])
        array = np.full(shape, fill, dtype=_TYPES.get(name, "int64"))
        for i, w in enumerate(windows):
            array[i, : len(w[name])] = w[name]
        batch[name] = torch.from_numpy(array)
    batch["mask"] = torch.from_numpy(np.array([[i < len(w["ids"]) for i in range(pieces)] for w in windows]))
    batch["present"] = torch.from_numpy(np.array([[i < len(w["first"]) for i in range(tokens)] for w in windows]))
    return batch
