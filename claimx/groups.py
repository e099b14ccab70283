"""Names of bodies that are made of others' words: "Citizens for Trump", "Teamsters Local 908", "Beddoes and Pryce".

The entity layer takes their parts for names of persons and places, or for none.
"""

from collections import Counter

from spacy.tokens import Doc, Span, Token

from claimx import gender
from claimx.lexicon import word_list
from claimx.within import where

# How many words in capitals a part of such a name may be.
_LONGEST = 4


def grouped(doc: Doc, found: list[Span]) -> list[Span]:
    """The entities, in the order of the text, with such bodies whole, and bodies' names taken for persons' mended."""
    by_token = {i: span for span in found for i in range(span.start, span.end)}
    more = [*_locals(doc, by_token), *_supporters(doc), *_partners(doc, by_token)]
    taken: set[int] = set()
    out: list[Span] = []
    for span in more:
        if taken.isdisjoint(range(span.start, span.end)):
            taken |= set(range(span.start, span.end))
            out.append(span)
    kept = [span for span in found if taken.isdisjoint(range(span.start, span.end))]
    return _owners(doc, sorted([*kept, *out], key=lambda span: span.start))


def _locals(doc: Doc, by_token: dict[int, Span]) -> list[Span]:
    """Branches of a union: "Local 611", "Grain and Process Workers Local 418"."""
    out = []
    for i in where(doc, ["Local"], "ORTH"):
        if i + 1 == len(doc):
            break
        token, number = doc[i], doc[i + 1]
        if not number.text[0].isdigit() or number.is_sent_start:
            continue
        start = token.i
        while start > 0 and not doc[start].is_sent_start and _goes_before(doc, start - 1):
            start -= 1
        while start < token.i and doc[start].lower_ in ("and", "&", "of", "the"):
            start += 1
        entity = by_token.get(start)
        start = entity.start if entity is not None and entity.label_ == "ORG" else start
        out.append(Span(doc, start, token.i + 2, "ORG"))
    return out


def _goes_before(doc: Doc, i: int) -> bool:
    inner = doc[i].lower_ in ("and", "&", "of") and i > 0 and _is_capital(doc[i - 1])
    return inner or (_is_capital(doc[i]) and doc[i].lower_ not in ("the", "a", "an"))


def _supporters(doc: Doc) -> list[Span]:
    """Those who are for something, called so: "Citizens for Trump", "Moms for Liberty"."""
    out = []
    for i in where(doc, word_list("supporters", "names")):
        token = doc[i]
        if not token.is_title or i + 1 == len(doc) or doc[i + 1].text != "for":
            continue
        end = token.i + 2
        while end < min(len(doc), token.i + 2 + _LONGEST) and _is_capital(doc[end]) and not doc[end].is_sent_start:
            end += 1
        if end > token.i + 2:
            start = token.i
            while start > 0 and not doc[start].is_sent_start and _is_capital(doc[start - 1]):
                start -= 1
            out.append(Span(doc, start, end, "ORG"))
    return out


def _partners(doc: Doc, by_token: dict[int, Span]) -> list[Span]:
    """Firms of two partners: "a bloodstock agent at Garrity and Lyle", "Clive Beddoes, of Beddoes and Pryce"."""
    surnames = {span[-1].text for span in by_token.values() if span.label_ == "PERSON"}
    out = []
    for i in where(doc, ["and"]):
        if i < 2 or i + 1 == len(doc) or doc[i - 2].lower_ not in ("at", "of"):
            continue
        first, last, link = doc[i - 1], doc[i + 1], doc[i - 2]
        behind = doc[i + 2] if i + 2 < len(doc) else None
        before = by_token.get(link.i - 1)
        of = link.i > 0 and (doc[link.i - 1].text == "," or (before is not None and before.label_ == "PERSON"))
        at = link.lower_ == "at" or (link.lower_ == "of" and of)
        single = all(_is_capital(t) and not t.is_upper for t in (first, last)) and not (
            behind is not None and _is_capital(behind)
        )
        named = [by_token.get(t.i) for t in (first, last)]
        alone = all(e is None or len(e) == 1 for e in named)
        if at and single and alone and surnames & {first.text, last.text}:
            out.append(Span(doc, first.i, last.i + 1, "ORG"))
    return out


def _owners(doc: Doc, found: list[Span]) -> list[Span]:
    """Bodies' names that were taken for persons': "Gallup's Jeffrey M. Jones wrote", "a Lumley Shaw partner"."""
    starts = {span.start: span for span in found if span.label_ == "PERSON"}
    full = {span[-1].text for span in found if span.label_ == "PERSON" and len(span) > 1}
    count = Counter(span.text for span in found if span.label_ == "PERSON")
    owners: set[str] = set()
    for span in starts.values():
        if span.end + 1 < len(doc) and doc[span.end].tag_ == "POS" and (len(span) > 1 or span.text not in full):
            whose = starts.get(span.end + 1)
            if whose is not None and len(whose) > 1 and _ends(doc, whose.end):
                owners.add(span.text)
        if (_is_of_firm(doc, span) and count[span.text] == 1 and len(span) > 1) or _is_called_firm(doc, span, starts):
            owners.add(span.text)
    return [Span(doc, s.start, s.end, "ORG") if s.label_ == "PERSON" and s.text in owners else s for s in found]


def _ends(doc: Doc, i: int) -> bool:
    """Whether a name is whole before a token, and no word of another thing: "Clinton's Donald Trump ad"."""
    return i >= len(doc) or doc[i].is_punct or doc[i].pos_ in ("VERB", "AUX") or doc[i].is_space


def _is_of_firm(doc: Doc, span: Span) -> bool:
    """Whether one stands behind a name who is of a firm, and hardly of a person: "a Lumley Shaw partner", "Morgan
    Stanley's top chip analyst"."""
    i = span.end
    owns = i < len(doc) and doc[i].tag_ == "POS"
    if not owns and not (span.start and doc[span.start - 1].lower_ in ("a", "an")):
        return False
    i += owns
    while i < min(len(doc) - 1, span.end + _LONGEST) and owns and doc[i].is_lower and doc[i].pos_ in ("ADJ", "NOUN"):
        if doc[i].lower_ in word_list("colleagues", "names"):
            break
        i += 1
    return i < len(doc) and doc[i].is_lower and doc[i].lower_ in word_list("colleagues", "names")


def _is_called_firm(doc: Doc, span: Span, starts: dict[int, Span]) -> bool:
    """Whether one is called by the trade of a whole firm: "the accountants Grant Thornton", but "the architects Ann Roe
    and Tom Moss"."""
    before = doc[span.start - 1] if span.start else None
    if before is None or before.lower_ not in word_list("firms", "names") or len(span) < 2:
        return False
    joint = any(i in starts for i in range(span.end + 1, min(len(doc), span.end + _LONGEST)))
    hired = span.root.head.dep_.startswith("acl")  # "the lawyers Kim Poe hired"
    return not joint and not hired and gender.of_first_name(span[0].lower_) == gender.UNKNOWN


def _is_capital(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ")
