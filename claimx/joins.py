"""Names that the entity layer took for two: "Halvorsen & Brandt", "Kelly-Ann Driver"."""

import re

from spacy.tokens import Doc, Span, Token

from claimx import gender
from claimx.lexicon import word_list
from claimx.namewords import capitals_before, ends_title

NAMES = frozenset({"PERSON", "ORG", "LOC"})
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")
# Tokens of a person's name, at most, and the lists of words with which it does not go on.
_LONGEST = 5
_NO_SURNAMES = ("authorities", "endings", "bodies", "followings", "offices", "titles", "parties")
# How many words before and behind one tell whether it stands in a headline.
_ABOUT = 30


def joined(doc: Doc, found: list[Span]) -> list[Span]:
    """Names that are one: "Halvorsen & Brandt", "Department for Environment, Food and Rural Affairs"."""
    out: list[Span] = []
    surnames = {span[-1].lower_ for span in found if span.label_ == "PERSON" and len(span) > 1}
    for k, span in enumerate(found):
        before = out[-1] if out else None
        limit = found[k + 1].start if k + 1 < len(found) else len(doc)
        if before is not None and before.end > span.start:
            continue  # it is in the name before
        if before is not None and before.label_ in NAMES and span.label_ in NAMES and _is_firm(before, span):
            out[-1] = Span(doc, before.start, span.end, "ORG")
            continue
        if before is not None and (before.label_ == "PERSON" or _is_cut(before, span)) and _goes_on(before, span):
            span = Span(doc, out.pop().start, span.end, "PERSON")  # "Kelly-Ann Driver", "Sean" and "Hannity"
            before = out[-1] if out else None
        elif span.label_ == "PERSON" and _is_hyphened(doc, span.end) is not None and doc[span.end + 1].is_title:
            span = Span(doc, span.start, span.end + 2, "PERSON")
        elif span.label_ == "PERSON" and _is_hyphened(doc, span.end - 1) == span.end < limit and doc[span.end].is_title:
            span = Span(doc, span.start, span.end + 1, "PERSON")  # "Hollis Marchetti-" and "Day"
        if span.label_ == "PERSON":
            out[-1:] = _whole_person(before, span, limit, surnames)
        elif span.label_ == "ORG":
            start = _before_body(span, before.end if before is not None else 0)
            out.append(Span(doc, start, _behind_capitals(doc, _behind_matters(span), limit), "ORG"))
        elif span.label_ == "LOC" and (end := _behind_capitals(doc, span.end, limit)) > span.end:
            out.append(Span(doc, span.start, end, "ORG"))
        else:
            out.append(span)
    return out


def _whole_person(before: Span | None, span: Span, limit: int, surnames: set[str]) -> list[Span]:
    """A person's name with what of it was taken for none: "Inês" Valadão, Verna "Cardinal", Stephen "Sully" Sullivan.

    before: the name before, which is given back too, unless it is a part of this one. limit: where the next begins.
    surnames: with which the names of persons end.
    """
    doc, start, end = span.doc, span.start, span.end
    kept = [before] if before is not None else []
    free = before.end if before is not None else 0
    for mark in range(max(free, start - 1), end + 1):
        if _is_nickname(doc, mark) and mark - 1 >= free:
            return [*kept, Span(doc, min(start, mark - 1), max(end, mark + 4), "PERSON")]
    if kept and _is_nickname(doc, start - 1) and free == start - 1 and kept[0].label_ == "PERSON":
        return [Span(doc, kept[0].start, max(end, start + 3), "PERSON")]
    last = doc[end - 1]
    alone = end - start == 1 and last.lower_ not in surnames and (_is_first_name(last) or ends_title(doc, start - 1))
    if alone or is_initial(last) or (end - start > 1 and doc[end - 2].text == "-" and _is_first_name(doc[start])):
        while end < limit and end - start < _LONGEST and _is_surname(doc, end):
            end += 1
    elif end - start == 1 and start > free and (_is_first_name(doc[start - 1]) or is_initial(doc[start - 1])):
        start -= 1
    return [*kept, Span(doc, start, end, "PERSON")]


def _is_nickname(doc: Doc, mark: int) -> bool:
    """Whether a nickname within a name begins with a quotation mark: Stephen "Sully" Sullivan."""
    if mark < 1 or mark + 3 >= len(doc) or not (doc[mark].is_quote and doc[mark + 2].is_quote):
        return False
    name = [doc[i] for i in (mark - 1, mark + 1, mark + 3)]
    spaces = [bool(doc[i].whitespace_) for i in range(mark - 1, mark + 3)]
    return spaces == [True, False, False, True] and all(_is_capital(t) and t.pos_ == "PROPN" for t in name)


def _is_capital(word: Token) -> bool:
    """Whether a word begins with a capital and is not all of them: "Roe", "McPhail"."""
    return word.text[:1].isupper() and not word.is_upper


def _is_first_name(word: Token) -> bool:
    plain = word.is_title and not word.is_stop and word.lower_ not in word_list("titles", "names")
    return plain and gender.of_first_name(word.lower_) != gender.UNKNOWN


def is_initial(word: Token) -> bool:
    return _INITIALS.fullmatch(word.text) is not None


def _is_surname(doc: Doc, i: int) -> bool:
    """Whether a word may be what goes on a first name, and is none of an office, a party, a body or a place."""
    word = doc[i]
    other = any(word.lower_.rstrip(".") in word_list(kind, "names") for kind in _NO_SURNAMES)
    other = other and word.lower_ not in word_list("surnames_too", "names")
    spaced = bool(doc[i - 1].whitespace_) or doc[i - 1].text == "-"
    return spaced and _is_capital(word) and word.tag_ == "NNP" and not other


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
        known = gender.of_first_name(a[0].lower_) != gender.UNKNOWN
        first = (len(a) == 1 and known and (len(b) == 1 or b[1].text == "-")) or is_initial(a[-1])
        return b.label_ == "PERSON" and (first or any(t.text == "-" for t in a))
    return _is_hyphened(a.doc, a.end) == b.start and not (len(a) > 1 and len(b) > 1)  # "Muhammad Ali-Joe Frazier"


def _is_hyphened(doc: Doc, end: int) -> int | None:
    """The token behind a hyphen that joins it to what ends at `end`; None if there is none."""
    if not 0 < end < len(doc) - 1 or doc[end].text != "-" or doc[end - 1].whitespace_ or doc[end].whitespace_:
        return None
    return end + 1


def _before_body(span: Span, free: int) -> int:
    """Where the name begins of a body of which only the noun was taken for it: "High Court"."""
    if len(span) > 1 or span[0].lower_ not in word_list("bodies"):
        return span.start
    start = capitals_before(span.doc, span.start, free)
    return start + 1 if start < span.start and span.doc[start].is_sent_start else start


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


def _behind_capitals(doc: Doc, end: int, limit: int) -> int:
    """Behind words in capitals with which a name of a body goes on: "Tolver Valley Railway" and "Society"."""
    i = end
    while i < limit and (_is_part(doc, i) or _is_owner(doc, i, limit)):
        i += 1
    # "U.S. District Judge", "Wing Commander Roe"
    goes_on = i < len(doc) and (doc[i].text == "-" or (doc[i].is_title and not doc[i].is_sent_start))
    return end if i == end or goes_on or _is_headline(doc, end) else i


def _is_part(doc: Doc, i: int) -> bool:
    """Whether a word may go on a body's name, and is no office, rank, title or party."""
    word = doc[i]
    lower = word.lower_.rstrip(".")
    other = any(lower in word_list(kind, "names") for kind in ("offices", "titles", "parties"))
    other = other or any(
        lower in word_list(kind) for kind in ("corporate", "ranks", "courtesy", "military", "seniority")
    )
    spaced = bool(doc[i - 1].whitespace_) and not word.is_sent_start
    return spaced and word.is_title and len(word) > 1 and word.tag_ in ("NNP", "NNPS") and not other


def _is_owner(doc: Doc, i: int, limit: int) -> bool:
    """Whether it is the mark of a genitive within a body's name: "Wexmouth Magistrates' Court"."""
    inside = doc[i].text in ("'", "’") and i + 1 < limit and _is_part(doc, i - 1) and doc[i - 1].tag_ == "NNPS"
    return inside and _is_part(doc, i + 1)


def _is_headline(doc: Doc, i: int) -> bool:
    """Whether most words about a token, in its sentence, begin with capitals, so that they tell no names."""
    start = end = i
    while start > max(0, i - _ABOUT) and not doc[start].is_sent_start:
        start -= 1
    while end + 1 < min(len(doc), i + _ABOUT) and not doc[end + 1].is_sent_start:
        end += 1
    words = [token for token in doc[start : end + 1] if token.is_alpha]
    return 2 * sum(token.is_lower for token in words) < len(words)
