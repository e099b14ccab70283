"""Dependency trees: deep biaffine attention (Dozat and Manning 2017) over the encoder's vectors."""

import itertools
from typing import Any

import numpy as np
from spacy.tokens import Doc

from claimx.encoder import encoding
from claimx.heads import Head
from claimx.trees import best_tree


class Parser(Head):
    """Sets Token.head and Token.dep, Universal Dependencies relations with `ROOT` for the root."""

    def __call__(self, doc: Doc) -> Doc:
        found = encoding(doc)
        if found is None:
            return doc
        visible = doc.to_array("IS_SPACE") == 0
        tokens = np.flatnonzero(visible)
        vectors = found.vectors[tokens]
        heads = self._heads(doc, tokens, vectors)
        relations = self._relations(vectors, np.searchsorted(tokens, heads), heads == tokens)

        values: Any = np.zeros((len(doc), 2), dtype="uint64")
        offsets = np.zeros(len(doc), dtype="int64")
        offsets[tokens] = heads - tokens
        # White space hangs on the token before it, at the very beginning on the one behind.
        spaces = np.flatnonzero(~visible)
        before = np.searchsorted(tokens, spaces) - 1
        offsets[spaces] = tokens[np.maximum(before, 0)] - spaces
        values[:, 0] = offsets.view("uint64")
        strings = self.vocab.strings
        names = np.array(
            [strings.add("ROOT" if label == "root" else label) for label in self.labels["dep"]], dtype="uint64"
        )
        values[:, 1] = strings.add("dep")
        values[tokens, 1] = names[relations]
        return doc.from_array(["HEAD", "DEP"], values)

    def _heads(self, doc: Doc, tokens: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        """(visible tokens,) the head of each as a token of the document, a root its own."""
        left, right = self.sides("arcs", vectors, vectors)
        left = left @ self.weights["arcs.weight"][0]
        starts = np.flatnonzero(doc.to_array("SENT_START") == 1)
        edges = np.unique(np.searchsorted(tokens, [*starts, len(doc)]))
        heads = np.empty(len(tokens), dtype="int64")
        for begin, end in itertools.pairwise(edges):
            scores = left[begin:end] @ right[begin:end].T
            heads[begin:end] = tokens[begin + best_tree(scores)]
        return heads

    def _relations(self, vectors: np.ndarray, heads: np.ndarray, root: np.ndarray) -> np.ndarray:
        """(visible tokens,) the relation of each to its head; only a root gets `root`."""
        left, right = self.sides("relations", vectors, vectors)
        weight = self.weights["relations.weight"]
        labels, size, _ = weight.shape
        flat = weight.transpose(1, 0, 2).reshape(size, labels * size)
        name = self.labels["dep"].index("root")
        out = np.empty(len(vectors), dtype="int64")
        for i in range(0, len(vectors), 512):
            part = slice(i, i + 512)
            scores = np.einsum("nkg,ng->nk", (left[part] @ flat).reshape(-1, labels, size), right[heads[part]])
            scores[~root[part], name] = -np.inf
            out[part] = np.where(root[part], name, scores.argmax(-1))
        return out
