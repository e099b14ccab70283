"""Attributions: which words are a source, a cue, a content, and which of them belong together.

A BIO tagger over {source, cue, content} as in PolNeAR (Newell, Margolin and Ruths 2018), whose
attributions each have one cue; then two pointers, from the content to its cue and from the cue to
its source, both biaffine and both read within one window of the encoder.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Span

from claimx import edges
from claimx.bio import LabelSpan, best_path, spans
from claimx.encoder import Encoding, encoding
from claimx.heads import Head, log_softmax
from claimx.overlooked import complete

# By how much content is favoured, in nats a token, in a sentence whose cue and source have none yet.
_BONUS = 0.5
# How sure the labels are that the tree added.
_TOLD = 0.85

ROLES = ("source", "cue", "content")


@dataclass
class Attribution:
    """One cue with its content, in one or more pieces, and its source, if the text names one.

    confidence: the geometric mean of the probabilities of its spans and links.
    """

    source: Span | None
    cue: Span
    content: list[Span]
    confidence: float


class Attributor(Head):
    """Sets Doc.spans["source"], ["cue"] and ["content"].

    Spans of one attribution carry the same id ("1", "2", … in the order of the cues), and the
    group "cue" has the attributions' confidences as its attribute "confidence". A source with no content, or a cue
    left alone, makes no attribution. Where no words were labelled for a source, the subject of the cue's verb is one
    (`claimx.edges`).
    """

    def __call__(self, doc: Doc) -> Doc:
        found = encoding(doc)
        linked = self._link(doc, found) if found is not None else []
        groups: dict[str, list[Span]] = {role: [] for role in ROLES}
        parsed = doc.has_annotation("DEP")
        for number, (source, cue, content, _) in enumerate(linked, 1):
            spans_of = {
                role: [Span(doc, s, e, role, span_id=str(number)) for s, e, _ in pieces]
                for role, pieces in (("source", source), ("cue", [cue]), ("content", content))
            }
            if parsed:
                who = edges.source(spans_of["cue"][0], next(iter(spans_of["source"]), None))
                spans_of["source"] = [Span(doc, who.start, who.end, "source", span_id=str(number))] if who else []
            for role in ROLES:
                groups[role] += spans_of[role]
        for role, group in groups.items():
            doc.spans[role] = group
        doc.spans["cue"].attrs["confidence"] = [round(c, 4) for *_, c in linked]
        return doc

    def _link(self, doc: Doc, found: Encoding):
        """(source, cue, contents, confidence) of each attribution, spans in tokens of the document."""
        tokens = np.flatnonzero(doc.to_array("IS_SPACE") == 0)
        labels = self.labels["spans"]
        scores = self.linear("spans", found.vectors[tokens])
        path = best_path(scores, labels, self.weights["transitions"])
        self._cut(path, found.breaks[tokens])
        before = path.copy()
        cue_of = complete(doc, tokens, path, labels)
        added = path != before
        linked = self._assemble(found, tokens, cue_of, *self._spans(tokens, scores, path, added))
        lonely = [cue for source, cue, content, _ in linked if source and not content]
        if lonely:
            path = self._second_look(doc, tokens, scores, path, lonely)
            self._cut(path, found.breaks[tokens])
            linked = self._assemble(found, tokens, cue_of, *self._spans(tokens, scores, path, added))
        return [attribution for attribution in linked if attribution[2]]

    def _cut(self, path: np.ndarray, breaks: np.ndarray) -> None:
        """Lets no source and no cue go on into the next paragraph, as below each other headlines are."""
        for role in ("source", "cue"):
            begin, inside = (self.labels["spans"].index(f"{part}-{role}") for part in "BI")
            path[breaks & (path == inside)] = begin

    def _spans(self, tokens: np.ndarray, scores: np.ndarray, path: np.ndarray, added: np.ndarray):
        """The spans of a path by label, in tokens of the document, and how sure each is. added: (tokens,) what the tree
        told, of which the scores do not know."""
        chosen = np.where(added, np.log(_TOLD), log_softmax(scores)[np.arange(len(path)), path])
        pieces: dict[str, list[LabelSpan]] = defaultdict(list)
        sure: dict[LabelSpan, float] = {}
        for span in spans(path, self.labels["spans"]):
            whole = LabelSpan(int(tokens[span.start]), int(tokens[span.end - 1]) + 1, span.label)
            pieces[span.label].append(whole)
            sure[whole] = float(np.exp(chosen[span.start : span.end].mean()))
        return pieces, sure

    def _second_look(self, doc: Doc, tokens, scores, path, lonely: list[LabelSpan]) -> np.ndarray:
        """The path with contents for cues that have a source alone: their sentences are likely to hold one."""
        labels = self.labels["spans"]
        begins = np.flatnonzero(doc.to_array("SENT_START")[tokens] == 1)
        fixed = np.where(np.arange(len(labels)) == path[:, None], 0.0, -1e4)
        free = scores - np.array([_BONUS, *(0 if label.endswith("content") else 1e4 for label in labels[1:])])
        allowed = np.where((path == 0)[:, None], free, scores + fixed)
        path = path.copy()
        for cue in lonely:
            at = int(np.searchsorted(begins, np.searchsorted(tokens, cue.start), side="right"))
            begin = int(begins[at - 1]) if at else 0
            end = int(begins[at]) if at < len(begins) else len(tokens)
            path[begin:end] = self._within(allowed, path, begin, end)
        return path

    def _within(self, allowed, path, begin: int, end: int) -> np.ndarray:
        again = best_path(allowed[begin:end], self.labels["spans"], self.weights["transitions"])
        # What was found before stays as it was, across the sentence's edges too.
        kept = path[begin:end] != 0
        return again if (again[kept] == path[begin:end][kept]).all() else path[begin:end]

    def _assemble(self, found: Encoding, tokens: np.ndarray, known: dict[int, int], pieces, sure):
        """The attributions of the spans. known: of contents by where they begin, where their cue does."""
        cues, sources = pieces["cue"], pieces["source"]
        if not cues:
            return []
        cue_of = self._point(found, tokens, pieces["content"], cues, "to_cue", alone=False)
        source_of = self._point(found, tokens, cues, sources, "to_source", alone=True)
        number_of = {cue.start: number for number, cue in enumerate(cues)}
        cue_of = [
            (number_of[known[content.start]], max(p, _TOLD)) if known.get(content.start) in number_of else (cue, p)
            for content, (cue, p) in zip(pieces["content"], cue_of, strict=True)
        ]
        contents: dict[int, list[tuple[LabelSpan, float]]] = defaultdict(list)
        for content, (cue, p) in zip(pieces["content"], cue_of, strict=True):
            if cue is not None:
                contents[cue].append((content, p))
        out = []
        for number, cue in enumerate(cues):
            chosen, p = source_of[number]
            source = [sources[chosen]] if chosen is not None else []
            parts = [content for content, _ in contents[number]]
            certainty = [sure[cue], p, *(sure[s] for s in source)]
            certainty += [sure[content] * q for content, q in contents[number]]
            out.append((source, cue, parts, float(np.prod(certainty) ** (1 / len(certainty)))))
        return out

    def _point(self, found: Encoding, tokens, spans, targets, name: str, *, alone: bool):
        """For each span the target that it points at and how surely, (None, p) for none.

        The tokens of the span vote, each in the window that it is read from, among the first tokens of
        the targets in that window and, if a span may stand alone, itself.
        """
        votes: list[dict[int | None, float]] = [defaultdict(float) for _ in spans]
        members = np.array([i for span in spans for i in range(span.start, span.end)], dtype="int64")
        owners = np.repeat(np.arange(len(spans)), [span.end - span.start for span in spans])
        seen = np.isin(members, tokens)
        members, owners = members[seen], owners[seen]
        heads = np.array([target.start for target in targets], dtype="int64")
        for window in range(len(found.hidden)):
            mine = found.window[members] == window
            if not mine.any():
                continue
            inside, right = found.in_window(window, heads)
            _, left = found.in_window(window, members[mine])
            scores = self.pairs(name, left, right)
            if alone:
                a, b = self.sides(name, left, left)
                itself = ((a @ self.weights[f"{name}.weight"][0]) * b).sum(-1, keepdims=True)
                scores = np.concatenate([scores, itself], axis=1)
            if not scores.shape[1]:
                continue
            names: list[int | None] = [*np.searchsorted(heads, inside).tolist(), *([None] if alone else [])]
            for owner, row in zip(owners[mine], np.exp(log_softmax(scores)), strict=True):
                for target, p in zip(names, row.tolist(), strict=True):
                    if p > 1e-4:
                        votes[owner][target] += p
        best = []
        for span, vote in zip(spans, votes, strict=True):
            total = sum(vote.values())
            if not total:
                best.append((self._nearest(span, targets) if not alone else None, 0.5))
                continue
            target = max(vote, key=lambda t: vote[t])
            best.append((target, vote[target] / total))
        return best

    @staticmethod
    def _nearest(span: LabelSpan, targets: list[LabelSpan]) -> int | None:
        """The last target before the span: a long quotation goes on past the window that names its speaker."""
        before = [i for i, target in enumerate(targets) if target.start < span.start]
        return before[-1] if before else None


def attributions(doc: Doc) -> list[Attribution]:
    """What the Doc's span groups say, one attribution a cue, in the order of the text."""
    if "cue" not in doc.spans:
        return []
    by_id: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for role in ROLES:
        for span in doc.spans[role]:
            by_id[span.id_][role].append(span)
    confidences = doc.spans["cue"].attrs.get("confidence", [])
    out = []
    for cue, confidence in zip(doc.spans["cue"], confidences, strict=True):
        parts = by_id[cue.id_]
        out.append(Attribution(next(iter(parts["source"]), None), cue, parts["content"], confidence))
    return out
