"""Claims within claims: "Roe said her lawyer told her that …" tells two, and the inner one has its own source."""

from spacy.tokens import Doc, Span, Token

from claimx import cues, quotes
from claimx.drafts import Draft
from claimx.labels import NAMED
from claimx.quotes import Quotation
from claimx.within import text_of

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubjpass")
_OBJECTS = ("iobj", "obj", "dobj", "dative")
_CLAUSES = ("ccomp",)
# Subjects that name nobody, or the speaker alone.
_NOBODY = frozenset(["i", "we", "you", "it", "that", "this", "which", "what", "there", "who", "one", "me", "us"])
_MODALS = frozenset(["would", "could", "should", "might", "may", "must", "can", "will", "to"])
_UNREAL = _MODALS | frozenset(["not", "n't", "n’t", "never", "if", "whether"])


def nested(doc: Doc, drafts: list[Draft], marks: list[Quotation]) -> list[Draft]:
    """The claims inside the contents of the drafts that are in none of them yet."""
    cues_known = {t.i for d in drafts if d.cue is not None for t in d.cue}
    out: list[Draft] = []
    for draft in drafts:
        for start, end in draft.pieces:
            span = doc.char_span(start, end, alignment_mode="contract")
            if span is None:
                continue
            for token in span:
                if token.i not in cues_known and token.pos_ == "VERB" and cues.reports(token):
                    inner = _claim(doc, token, span, draft, marks)
                    if inner is not None:
                        cues_known.add(token.i)
                        out.append(inner)
    return out


def _claim(doc: Doc, verb: Token, inside: Span, outer: Draft, marks: list[Quotation]) -> Draft | None:
    """The inner claim of a reporting verb that has its own subject and a clause."""
    before = [c for c in verb.children if c.i < verb.i]
    # "A lawyer had told her": of two objects the first, where the tree has no subject.
    subject = next((c for d in (_SUBJECTS, _OBJECTS) for c in before if c.dep_ in d), None)
    clause = next((c for c in verb.children if c.dep_ in _CLAUSES and c.i > verb.i), None)
    if subject is None or clause is None or subject.lower_ in _NOBODY or subject.pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    # What a person says of others in the first person's own words is talk more often than report: only names count.
    if outer.kind == "direct" and subject.ent_type_ not in NAMED:
        return None
    if any(c.lower_ in _UNREAL and c.i < clause.i for c in verb.children if c.dep_ in ("aux", "neg", "advmod", "mark")):
        return None
    start, end = clause.left_edge.i, min(clause.right_edge.i + 1, inside.end)
    source = doc[subject.left_edge.i : subject.right_edge.i + 1]
    auxiliaries = [c.i for c in verb.children if c.dep_ in ("aux", "aux:pass", "auxpass") and subject.i < c.i < verb.i]
    cue = doc[min([verb.i, *auxiliaries]) : verb.i + 1]
    if start <= verb.i or source.start < inside.start or source.end > cue.start or start >= end:
        return None
    piece = quotes.trim(text_of(doc), doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
    if piece[0] >= piece[1]:
        return None
    pieces = [quotes.with_marks(text_of(doc), *piece, marks)]
    pieces = [(max(pieces[0][0], inside.start_char), min(pieces[0][1], inside.end_char))]
    form, verbatim = quotes.kind(text_of(doc), pieces, marks)
    # All of it lies in the outer claim's quotation marks: whose words they are is not told by them.
    if outer.kind == "direct" and not any(q.depth for q in marks if pieces[0][0] <= q.outer_start < pieces[0][1]):
        form, verbatim = "indirect", []
    return Draft(source, cue, pieces, form, verbatim, outer.confidence * 0.8, within=outer)
