"""Setting: where, when or in what a statement was made, as the article puts it."""

from spacy.tokens import Doc, Span, Token

from claimx.drafts import Range
from claimx.lexicon import word_list
from claimx.quotes import trim
from claimx.within import entities_in, text_of
from claimx.wording import PIECE_SEPARATOR

_ADJUNCTS = (
    "obl",
    "obl:tmod",
    "obl:unmarked",
    "nmod:tmod",
    "nmod:unmarked",
    "npadvmod",
    "prep",
    "nmod",
    "advmod",
    "advcl",
)


def setting(doc: Doc, cue: Span, source: Span | None, pieces: list[Range]) -> str | None:
    """The adjuncts of a cue that tell place, time or medium; those that stand apart are joined by ' … '."""
    verb = _verb(cue)
    found: list[tuple[int, int]] = []
    for token in [*verb.children, *(c for t in cue if t != verb for c in t.children)]:
        if (token.dep_ in _ADJUNCTS or _is_gathering(token)) and token != verb:
            span = _adjunct(doc, token, cue, source, pieces)
            if span is not None:
                found.append(span)
    found += _loose(doc, cue, source, pieces, found)
    merged: list[list[int]] = []
    for start, end in sorted(set(found)):
        if merged and start <= merged[-1][1] + 1 and all(t.text == "," for t in doc[merged[-1][1] : start]):
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    texts = []
    for start, end in merged:
        a, b = trim(text_of(doc), doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        texts.append(" ".join(text_of(doc)[a:b].split()))
    return PIECE_SEPARATOR.join(t for t in texts if t) or None


def _verb(cue: Span) -> Token:
    root = cue.root
    return root if root.pos_ in ("VERB", "AUX", "NOUN") else next((t for t in cue if t.pos_ == "VERB"), root)


def _adjunct(doc: Doc, token: Token, cue: Span, source: Span | None, pieces: list[Range]) -> tuple[int, int] | None:
    """The tokens of one adjunct, if it is a setting and outside source and content."""
    start, end = token.left_edge.i, token.right_edge.i + 1
    # "said in an interview": what begins in the cue is the cue's.
    beside = None if cue.start <= start < cue.end else cue
    start, end = _outside(doc, start, end, token.i, beside, source, pieces)
    while start < end and (doc[start].is_space or doc[start].is_punct):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].is_punct):
        end -= 1
    if start >= end or end - start > 25:
        return None
    return (start, end) if _tells(doc[start:end], token) else None


def _outside(doc, start, end, at, cue: Span | None, source: Span | None, pieces) -> tuple[int, int]:
    """[start, end) cut where another part of the claim begins, on the side of its head."""
    blocked = [*pieces, *((span.start_char, span.end_char) for span in (cue, source) if span is not None)]
    for a, b in blocked:
        for i in range(start, end):
            if a <= doc[i].idx < b:
                if i <= at:
                    start = i + 1
                else:
                    end = i
                    break
    return start, end


def _tells(span: Span, head: Token) -> bool:
    """Whether an adjunct tells where, when or in what: by its preposition and its noun, or a date."""
    if _is_gathering(head):
        return True
    first = span[0].lower_
    words = {t.lower_ for t in span}
    if any(t.ent_type_ in ("DATE", "TIME") for t in span) or words & word_list("times", "setting"):
        return first not in word_list("about", "setting")
    if first not in word_list("places", "setting"):
        return False
    noun = head if head.pos_ in ("NOUN", "PROPN") else next((t for t in span if t.pos_ in ("NOUN", "PROPN")), None)
    if noun is None:
        return False
    if noun.lower_ in word_list("never", "setting") or noun.lemma_.lower() in word_list("never", "setting"):
        return False
    return first not in ("to", "of", "for", "with") and (
        noun.lower_ in word_list("occasions", "setting")
        or noun.lemma_.lower() in word_list("occasions", "setting")
        or noun.ent_type_ in ("LOC", "GPE", "FAC", "ORG", "MISC")
        or noun.pos_ == "PROPN"
        or first in ("at", "during", "outside", "inside", "before", "after", "via", "on")
    )


def _is_gathering(token: Token) -> bool:
    """Whether it is told something, and where that was said: "told a news conference in Nairobi"."""
    told = token.head.lemma_ == "tell" and token.dep_ in ("obj", "iobj", "dobj", "dative")
    return told and token.lower_ in word_list("gatherings", "setting")


def _loose(doc: Doc, cue: Span, source: Span | None, pieces: list[Range], found) -> list[tuple[int, int]]:
    """A weekday or an occasion right beside cue or source that the tree has hung elsewhere."""
    out = []
    ends = {cue.end} | ({source.end} if source is not None else set())
    for at in ends:
        if at >= len(doc) or any(s <= at < e for s, e in found):
            continue
        end = at
        entity = next(
            (e for e in entities_in(doc[at : at + 6]) if e.start in (at, at + 1) and e.label_ in ("DATE", "TIME")), None
        )
        if entity is not None and (entity.start == at or doc[at].lower_ in ("on", "late", "early", "in", "last")):
            end = entity.end
        elif doc[at].lower_ in word_list("places", "setting"):
            token = next(
                (t for t in doc[at : at + 8] if t.pos_ in ("NOUN", "PROPN") and t.head.i not in range(t.i + 1, at + 9)),
                None,
            )
            if token is not None and token.lemma_.lower() in word_list("occasions", "setting"):
                end = min(token.right_edge.i + 1, at + 15)
        if end > at:
            start, end = _outside(doc, at, end, at, cue, source, pieces)
            if start == at and end > at:
                out.append((at, end))
    return out
