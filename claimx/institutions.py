"""Names of institutions with what they are of, "Coalition for Real Justice", and with what is not in capitals, "Leeds
city council".

The entity layer often ends such a name before its preposition, or where its capitals end, or finds only a part.
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


def in_small_letters(doc: Doc, found: list[Span]) -> list[Span]:
    """The entities, with those of places and bodies as long as the body is called that they begin: "Fife council",
    "North Yorkshire fire and rescue service"."""
    out: list[Span] = []
    for span in found:
        stop = _behind_small(doc, span) if span.label_ in ("LOC", "ORG") else span.end
        before = out[-1] if out and doc[stop - 1].lower_ in word_list("joint", "names") else None
        if before is not None and before.label_ in ("LOC", "ORG") and _is_joint(doc, before, span, stop):
            out.pop()  # "North Lakes and Solway integrated care board"
            span = Span(doc, before.start, stop, "ORG")
        out.append(Span(doc, span.start, stop, "ORG") if stop > span.end else span)
    return out


def _behind_small(doc: Doc, span: Span) -> int:
    """Behind the last word of a body's name in small letters that an entity begins, or where the entity ends."""
    tails, parts, lone = (word_list(kind, "names") for kind in ("tails", "parts", "lone"))
    stop, i = span.end, span.end
    if doc[span.end - 1].lower_ in tails:
        return stop
    # "Aire Hospitals NHS foundation" and "trust"
    begun = doc[span.end - 1].is_lower and doc[span.end - 1].lower_ in parts
    while i < len(doc) and not doc[i].is_sent_start and not doc[i].is_punct:
        word = doc[i].lower_
        linked = word in _INNER[:2] and i + 1 < len(doc) and i > span.end and doc[i + 1].lower_ in parts | tails
        if not (linked or word in parts or word in tails) or (doc[i].is_title and word in tails):
            break
        i += 1
        if word in tails and (i > span.end + 1 or begun or (word in lone and span.label_ == "LOC")):
            stop = i
    taxed = stop < len(doc) and doc[stop].lower_ in word_list("taxed", "names")
    return span.end if taxed else stop


def _is_joint(doc: Doc, before: Span, span: Span, stop: int) -> bool:
    """Whether a body is of two places: nothing but "and" stands between them, or within the first of them already."""
    goes_on = stop > span.end or (before.label_ == "LOC" and span.label_ == "ORG" and doc[stop - 1].is_lower)
    linked = doc[before.end : span.start].text in _INNER[:2] and goes_on
    return linked or (before.end == span.start and before[-1].text in _INNER[:2])
