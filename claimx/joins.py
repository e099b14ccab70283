"""Names that the entity layer took for two: "Halvorsen & Brandt", "Kelly-Ann Driver"."""

from spacy.tokens import Doc, Span

from claimx import gender
from claimx.lexicon import word_list

NAMES = frozenset({"PERSON", "ORG", "LOC"})


def joined(doc: Doc, found: list[Span]) -> list[Span]:
    """Names that are one: "Halvorsen & Brandt", "Department for Environment, Food and Rural Affairs"."""
    out: list[Span] = []
    for span in found:
        before = out[-1] if out else None
        if before is not None and before.end > span.start:
            continue  # it is in the name before
        if before is not None and before.label_ in NAMES and span.label_ in NAMES and _is_firm(before, span):
            out[-1] = Span(doc, before.start, span.end, "ORG")
            continue
        if before is not None and (before.label_ == "PERSON" or _is_cut(before, span)) and _goes_on(before, span):
            out[-1] = Span(doc, before.start, span.end, "PERSON")  # "Kelly-Ann Driver", "Sean" and "Hannity"
            continue
        if span.label_ == "PERSON" and _is_hyphened(doc, span.end) is not None and doc[span.end + 1].is_title:
            span = Span(doc, span.start, span.end + 2, "PERSON")
        elif span.label_ == "PERSON" and _is_hyphened(doc, span.end - 1) == span.end and doc[span.end].is_title:
            span = Span(doc, span.start, span.end + 1, "PERSON")  # "Hollis Marchetti-" and "Day"
        out.append(Span(doc, span.start, _behind_matters(span), span.label_) if span.label_ == "ORG" else span)
    return out


def _is_firm(a: Span, b: Span) -> bool:
    """Whether two names are partners of one firm: an ampersand alone stands between them."""
    doc = a.doc
    inside = a[-1].text == "&" and a.end == b.start
    return inside or (a.end + 1 == b.start and doc[a.end].text == "&")


def _is_cut(a: Span, b: Span) -> bool:
    """Whether a hyphened name was taken for two things: "Astley-" and "Webb"."""
    return a.end == b.start and b.label_ == "PERSON" and a[-1].text == "-" and not a[-1].whitespace_


def _goes_on(a: Span, b: Span) -> bool:
    """Whether a person's name goes on in the next: behind a hyphen, or behind a first name that has one."""
    if a.end == b.start:
        first = len(a) == len(b) == 1 and gender.of_first_name(a[0].lower_) != gender.UNKNOWN
        return b.label_ == "PERSON" and (first or any(t.text == "-" for t in a))
    return _is_hyphened(a.doc, a.end) == b.start and not (len(a) > 1 and len(b) > 1)  # "Muhammad Ali-Joe Frazier"


def _is_hyphened(doc: Doc, end: int) -> int | None:
    """The token behind a hyphen that joins it to what ends at `end`; None if there is none."""
    if not 0 < end < len(doc) - 1 or doc[end].text != "-" or doc[end - 1].whitespace_ or doc[end].whitespace_:
        return None
    return end + 1


def _behind_matters(span: Span) -> int:
    """Behind what a ministry is for, where that is a list: it ends with "and" and a word in capitals."""
    doc, end = span.doc, span.end
    if span[0].lower_ not in word_list("ministries", "names") or end >= len(doc) or doc[end].text != ",":
        return end
    i = end
    while i < len(doc) - 1 and (doc[i].text == "," or doc[i].is_title or doc[i].lower_ == "and"):
        if doc[i].lower_ == "and":
            i += 1
            while i < len(doc) and doc[i].is_title and doc[i].pos_ in ("PROPN", "NOUN", "ADJ"):
                i += 1
            return i if doc[i - 1].is_title else end
        i += 1
    return end
