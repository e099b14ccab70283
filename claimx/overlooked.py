"""Labels that the tree adds to a sequence of labels: reporting verbs and clauses that were overlooked, with what they
report."""

from bisect import bisect_right

import numpy as np
from spacy.tokens import Doc

from claimx.bio import spans
from claimx.cues import follows, reports
from claimx.inserted import FINITE, inserted, row, told
from claimx.quotes import quotations
from claimx.within import text_of

_SUBJECTS = ("nsubj", "nsubj:pass", "expl")


def complete(doc: Doc, tokens: np.ndarray, path: np.ndarray, labels: list[str]) -> dict[int, int]:
    """Adds to the (tokens,) path of labels; of the contents that were added, by where they may begin, where their cue
    does, in tokens of the Doc."""
    amended = _Amended(doc, tokens, path, labels)
    amended.cut()
    amended.add_verbs()
    amended.add_told()
    amended.add_inserted()
    amended.repair()
    return amended.cue_of


class _Amended:
    """A path of labels under repair. Parts of it are slices of `tokens`."""

    def __init__(self, doc: Doc, tokens: np.ndarray, path: np.ndarray, labels: list[str]):
        self._doc, self._tokens, self._path, self._labels = doc, tokens, path, labels
        self._begin = {label[2:]: i for i, label in enumerate(labels) if label.startswith("B-")}
        self.cue_of: dict[int, int] = {}

    def cut(self) -> None:
        """Ends a content before the next verb of its own cue's subject: "Roe said it was late but warned that"."""
        content = self._begin["content"]
        for at in np.flatnonzero(self._path == self._begin["cue"]).tolist():
            verb = self._doc[int(self._tokens[at])]
            while at + 1 < len(self._path) and self._path[at + 1] == self._begin["cue"] + 1:
                at += 1
                verb = self._doc[int(self._tokens[at])]
            below = [c for c in verb.rights if c.dep_ == "ccomp"]
            for other in (c for v in (verb, *below) for c in v.rights if c.dep_ == "conj"):
                if row(other) != verb or other.tag_ not in FINITE or not follows(other):
                    continue
                if any(c.dep_ in _SUBJECTS for c in other.lefts):
                    continue
                first = other.left_edge.i - 1 if self._doc[other.left_edge.i - 1].dep_ == "cc" else other.left_edge.i
                start, end = self._part((first, other.i)).start, self._part((other.i, other.right_edge.i + 1)).stop
                if start and self._path[start - 1] >= content and (self._path[start:end] == content + 1).all():
                    self._path[start:end] = 0

    def add_verbs(self) -> None:
        """Labels the verb that a content hangs on where its sentence has no cue: a plain reporting verb of a clause
        ("She told the Post that it was late"), any verb whose subject was found ("Its owner blamed “delays”")."""
        doc, tokens, path, begin = self._doc, self._tokens, self._path, self._begin["cue"]
        sentence = np.cumsum(doc.to_array("SENT_START") == 1)
        cues = set(sentence[tokens[(path == begin) | (path == begin + 1)]].tolist())
        place = np.full(len(doc), -1)
        place[tokens] = np.arange(len(tokens))
        for span in spans(path, self._labels):
            if span.label != "content" or int(sentence[tokens[span.start]]) in cues:
                continue
            verb = doc[int(tokens[span.start]) : int(tokens[span.end - 1]) + 1].root
            head = verb.head
            free = int(sentence[head.i]) not in cues and place[head.i] >= 0 and not path[place[head.i]]
            who = next((c for c in head.lefts if c.dep_ == "nsubj"), None)
            told = who is not None and path[place[who.i]] in (self._begin["source"], self._begin["source"] + 1)
            plain = verb.dep_ == "ccomp" and reports(head)
            if free and head.pos_ == "VERB" and (plain or (told and verb.dep_ in ("ccomp", "obj"))):
                path[place[head.i]] = begin

    def add_told(self) -> None:
        """Labels what is said with "that" where nothing was: "Data from the water board show that it rose"."""
        free = [clause for clause in map(self._parts, told(self._doc)) if self._is_free(*clause)]
        if not free:
            return
        quoted = [q for q in quotations(text_of(self._doc)) if q.depth == 0]
        starts = [q.outer_start for q in quoted]
        for source, cue, content in free:
            at = self._doc[int(self._tokens[cue.start])].idx
            before = bisect_right(starts, at) - 1
            if before >= 0 and at < quoted[before].outer_end:
                continue  # what somebody says of others in quotation marks
            if not self._is_free(source, cue, content):
                continue  # by one before it, since it is within that
            if not self._holds(source, "source"):
                self._fill(source, "source")
            self._fill(cue, "cue")
            self._fill(content, "content")

    def _is_free(self, source: slice, cue: slice, content: slice) -> bool:
        named = self._holds(source, "source") and not self._holds(source, "content")
        return (named or not self._path[source].any()) and not self._path[cue.start : content.stop].any()

    def add_inserted(self) -> None:
        """Labels what is said on both sides of an inserted clause: "The bridge, engineers warn, could fall", of which
        only the bridge was found, or nothing."""
        for clause in inserted(self._doc):
            left, source, cue = map(self._part, clause[:3])
            right = self._part(clause.right) if clause.right is not None else None
            frame = slice(left.stop, max(source.stop, cue.stop))
            if right is not None and right.start == right.stop:
                right = None
            if left.start == left.stop or self._holds(left, "cue") or self._holds(left, "source"):
                continue
            mixed = self._holds(frame, "content")
            if right and self._holds(right, "cue"):
                continue
            if right and self._path[right.start] and not mixed:
                right = None
            if mixed or not self._holds(frame, "cue"):
                self._path[frame] = 0
                self._fill(source, "source")
                self._fill(cue, "cue")
            if not self._holds(left, "content"):
                self._fill(left, "content")
            if right:
                self._fill(right, "content")
            at = int(np.flatnonzero(self._path[frame] == self._begin["cue"])[0]) + frame.start
            for part in (left, right or slice(0, 0)):
                self.cue_of |= dict.fromkeys(self._tokens[part].tolist(), int(self._tokens[at]))

    def repair(self) -> None:
        """Begins a span where one went on whose beginning was taken for another."""
        for begin in self._begin.values():
            inside = self._path == begin + 1
            self._path[inside & ~np.roll(inside | (self._path == begin), 1)] = begin

    def _part(self, words: tuple[int, int]) -> slice:
        start, end = np.searchsorted(self._tokens, words).tolist()
        return slice(start, end)

    def _parts(self, clause: tuple[tuple[int, int], ...]) -> tuple[slice, slice, slice]:
        source, cue, content = map(self._part, clause)
        return source, cue, content

    def _holds(self, part: slice, role: str) -> bool:
        return bool(np.isin(self._path[part], (self._begin[role], self._begin[role] + 1)).any())

    def _fill(self, part: slice, role: str) -> None:
        """Makes a part one span; behind a label that begins one is the label that goes on."""
        self._path[part] = self._begin[role] + 1
        self._path[part.start] = self._begin[role]
