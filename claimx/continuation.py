"""Quotations that stand with no source: another paragraph of the one before, or its speaker's next."""

import itertools
import re
from bisect import bisect_left, bisect_right

from spacy.tokens import Doc

from claimx.bylines import DASH, named_beside, seen_beside
from claimx.drafts import Draft, Range, Taken
from claimx.paragraphs import paragraph_end
from claimx.quotes import Quotation, kind
from claimx.within import text_of

_FEWEST_WORDS = 4
_FAR = 3  # paragraphs
_ASIDE = 200  # characters between the halves of a sentence
_OPEN = (",", "—", "–", "…")
_END = frozenset(".!?…”’\"'")


def continued(text: str, drafts: list[Draft], marks: list[Quotation], paragraphs: list[int]) -> None:
    """Adds to the drafts the quotations that go on from theirs: a paragraph left open, or "…," she said, "…"."""
    whole = [q for q in marks if q.depth == 0]
    ends = {d.pieces[-1][1]: d for d in drafts}
    taken = Taken(drafts)
    for before, q in itertools.pairwise(whole):
        if taken.overlaps(q.outer_start, q.outer_end):
            continue
        unclosed = before.end == before.outer_end and text[before.end - 1 : before.end] not in ("”", '"')
        next_paragraph = bisect_right(paragraphs, q.outer_start) == bisect_right(paragraphs, before.outer_start) + 1
        draft = ends.get(before.outer_end)
        reopened = unclosed and next_paragraph and _opens(q, paragraphs)
        if draft is not None and (reopened or _is_interrupted(text, before, q, draft, paragraphs)):
            _add(text, draft, q, marks, ends)


def _is_interrupted(text: str, before: Quotation, q: Quotation, draft: Draft, paragraphs: list[int]) -> bool:
    """Whether a sentence goes on in a quotation behind its speaker: "As I say," said Jane Roe, "they are late."."""
    between = text[before.outer_end : q.outer_start].rstrip()
    left_open = text[before.start : before.end].rstrip()[-1:] in _OPEN and between[-1:] in _OPEN
    goes_on = text[q.start : q.end].lstrip("….– ")[:1].islower() and len(between) <= _ASIDE
    same = bisect_right(paragraphs, q.outer_start) == bisect_right(paragraphs, before.outer_start)
    cue = draft.cue is not None and before.outer_end <= draft.cue.start_char < q.outer_start
    return left_open and goes_on and same and cue


def _opens(q: Quotation, paragraphs: list[int]) -> bool:
    at = bisect_left(paragraphs, q.outer_start)
    return at < len(paragraphs) and paragraphs[at] == q.outer_start


def _add(text: str, draft: Draft, q: Quotation, marks: list[Quotation], ends: dict[int, Draft]) -> None:
    draft.pieces.append((q.outer_start, q.outer_end))
    draft.kind, draft.verbatim = kind(text, draft.pieces, marks)
    ends[q.outer_end] = draft


def alone(doc: Doc, drafts: list[Draft], marks: list[Quotation], paragraphs: list[int]) -> list[Draft]:
    """Drafts of quotations that are sentences of their own and in none of the drafts."""
    text = text_of(doc)
    taken = Taken(drafts)
    ordered = sorted((d for d in drafts if d.kind != "indirect" or d.source is not None), key=lambda d: d.start)
    out: list[Draft] = []
    run: list[Draft] = []  # drafts so far, in order, the new ones among them
    position = 0
    for q in marks:
        while position < len(ordered) and ordered[position].start < q.outer_start:
            run.append(ordered[position])
            position += 1
        if q.depth or taken.overlaps(q.outer_start, q.outer_end) or not _is_statement(text, q, paragraphs):
            continue
        pieces = [(q.outer_start, q.outer_end)]
        form, verbatim = kind(text, pieces, marks)
        source = named_beside(doc, q)
        draft = Draft(source, None, pieces, form, verbatim, 0.6 if source is not None else 0.5)
        if source is None:
            draft.follows = _speaker_before(run, q, paragraphs)
            # "“We were never asked.” Joan Whittle has lived here for years."
            opens = draft.follows is not None and _opens(q, paragraphs) and not _is_beside(draft.follows, q, paragraphs)
            if draft.follows is None or opens:
                draft.source = seen_beside(doc, q)
                draft.follows = None if draft.source is not None else draft.follows
            if draft.follows is None and draft.source is None:
                continue
            if draft.follows is not None and _goes_on(draft.follows, q, paragraphs):
                draft.follows.pieces.append((q.outer_start, q.outer_end))
                draft.follows.kind, draft.follows.verbatim = kind(text, draft.follows.pieces, marks)
                continue
        out.append(draft)
        run.append(draft)
    return out


def _is_statement(text: str, q: Quotation, paragraphs: list[int]) -> bool:
    """Whether a quotation is one or more whole sentences that stand by themselves."""
    inner = text[q.start : q.end].strip()
    if len(re.findall(r"\w+", inner)) < _FEWEST_WORDS or not re.match(r"[\W_]*[A-Z\d]", inner):
        return False
    opens = _opens(q, paragraphs)
    before = text[max(0, q.outer_start - 200) : q.outer_start].rstrip()
    if not opens and before[-1:] not in (".", "!", "?", ":", "…"):
        return False
    closed = inner[-1:] in _END or text[q.outer_end : q.outer_end + 1] in _END
    after = _rest(text, q, paragraphs)
    ends = not after or after[0].isupper() or after[0] in '“"‘' or DASH.match(after) is not None
    return (closed or q.end == q.outer_end) and ends


def _rest(text: str, q: Quotation, paragraphs: list[int]) -> str:
    """The paragraph behind a quotation."""
    return text[q.outer_end : paragraph_end(text, paragraphs, q.outer_start)].strip(" .\n\t\r")


def _speaker_before(run: list[Draft], q: Quotation, paragraphs: list[int]) -> Draft | None:
    """The last draft that ends not far before: who spoke last, unless the paragraph between tells of another."""
    here = bisect_right(paragraphs, q.outer_start)
    for draft in reversed(run[-6:]):
        at = max(draft.end, draft.cue.end_char if draft.cue is not None else 0)
        if at <= q.outer_start and here - bisect_right(paragraphs, at - 1) <= _FAR:
            return draft
    return None


def _is_beside(draft: Draft, q: Quotation, paragraphs: list[int]) -> bool:
    """Whether what somebody says ends in the paragraph of a quotation."""
    return bisect_right(paragraphs, draft.end - 1) == bisect_right(paragraphs, q.outer_start)


def _goes_on(draft: Draft, q: Quotation, paragraphs: list[int]) -> bool:
    """Whether a quotation is what somebody goes on saying: "“A,” said Roe. “B.”", in one paragraph."""
    here, there = (bisect_right(paragraphs, at) for at in (q.outer_start, draft.start))
    cue = draft.cue is not None and draft.end <= draft.cue.start_char < q.outer_start
    return here == there and cue and draft.kind == "direct" and draft.turn is None


def speech_ranges(drafts: list[Draft]) -> list[Range]:
    return sorted(piece for draft in drafts for piece in draft.pieces)
