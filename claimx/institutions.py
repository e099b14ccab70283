"""Names of institutions with what they are of: "Federation of American Scientists", "Coalition for Real Justice".

The entity layer often ends such a name before its preposition, or finds only what stands behind it.
"""

from spacy.tokens import Doc, Span, Token

from claimx.lexicon import word_list

_LINKS = ("of", "for", "on")
_INNER = ("and", "&", "the")


def whole(doc: Doc, found: list[Span]) -> list[Span]:
    """The entities, in the order of the text, with those of institutions as long as the institutions are called."""
    by_token = {i: span for span in found for i in range(span.start, span.end)}
    out: list[Span] = []
    end = 0
    for token in doc:
        if token.i < end or token.lower_ not in word_list("institutions", "names") or not token.text[0].isupper():
            continue
        stop = _behind(doc, token.i + 1, by_token)
        named = by_token.get(token.i)
        if stop == token.i + 1 or (named is not None and named.end >= stop):
            continue
        span = Span(doc, _begin(doc, token.i, by_token), stop, "ORG")
        end = stop
        out.append(span)
    covered = {i for span in out for i in range(span.start, span.end)}
    kept = [span for span in found if span.start not in covered and span.end - 1 not in covered]
    return sorted([*kept, *out], key=lambda span: span.start)


def _behind(doc: Doc, end: int, by_token: dict[int, Span]) -> int:
    """Behind what an institution is of, if a preposition and words in capitals follow."""
    while end + 1 < len(doc) and doc[end].text in _LINKS:
        stop, i = end, end + 1
        while i < len(doc) and (doc[i].text in _INNER or _belongs(doc[i], by_token)):
            i += 1
            stop = i if doc[i - 1].text not in _INNER else stop
        if stop == end:
            break
        end = stop
    return end


def _belongs(token: Token, by_token: dict[int, Span]) -> bool:
    entity = by_token.get(token.i)
    if entity is not None and entity.label_ in ("PERSON", "DATE", "TIME"):
        return False
    return token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ") and not token.is_sent_start


def _begin(doc: Doc, head: int, by_token: dict[int, Span]) -> int:
    """Where the name begins of an institution that a word heads."""
    start = by_token[head].start if head in by_token and by_token[head].label_ == "ORG" else head
    others = word_list("offices", "names") | word_list("ranks") | word_list("corporate")
    while start > 0 and not doc[start].is_sent_start:
        before, entity = doc[start - 1], by_token.get(start - 1)
        if not before.text[0].isupper() or before.pos_ not in ("PROPN", "ADJ") or before.lower_.rstrip(".") in others:
            break
        if before.lower_ in ("the", "a", "an"):
            break
        if entity is not None and entity.label_ not in ("NORP", "ORG"):
            break  # "U.S. Department of Justice"
        start = start - 1 if entity is None else entity.start
    return start
