"""From a Doc with attributions to the claims of its record."""

from bisect import bisect_right

from spacy.tokens import Doc, Span

from claimx import cues, quotes
from claimx.attribution import Attribution, attributions
from claimx.paragraphs import paragraph_starts
from claimx.quotes import Quotation
from claimx.record import PIECE_SEPARATOR, Claim, Cue, Quote, Speaker, claim_id
from claimx.speakers import Speakers

_Range = tuple[int, int]


def claims(doc: Doc, text: str | None = None) -> list[Claim]:
    """The claims of a Doc in the order of its text.

    text: the article, where the Doc was made from a text with blanks in some places;
    offsets are the same in both.
    """
    text = doc.text if text is None else text
    found = attributions(doc)
    if not found:
        return []
    speakers = Speakers(doc)
    marks = quotes.quotations(doc.text)
    paragraphs = paragraph_starts(doc.text)
    made = (_claim(attribution, text, speakers, marks, paragraphs) for attribution in found)
    return [claim for claim in made if claim is not None]


def distinct(found: list[Claim]) -> list[Claim]:
    """The claims, those whose ids are taken with a number behind: somebody may say the same twice."""
    taken: set[str] = set()
    for claim in found:
        number, plain = 1, claim.id
        while claim.id in taken:
            number += 1
            claim.id = f"{plain}-{number}"
        taken.add(claim.id)
    return found


def _claim(
    attribution: Attribution, text: str, speakers: Speakers, marks: list[Quotation], paragraphs: list[int]
) -> Claim | None:
    pieces = content_pieces(text, attribution.content, marks, paragraphs)
    pieces = [p for p in pieces if _belongs(p, text, attribution.cue.start_char, marks, paragraphs)]
    cue = _trimmed(text, attribution.cue)
    source = attribution.source
    if not pieces or cue is None:
        return None
    mention = _trimmed(text, source) if source is not None else None
    identity = speakers.identify(source if mention else None)
    act, stance = cues.act_and_stance(attribution.cue)
    kind, verbatim = quotes.kind(text, pieces, marks)
    if source is None and kind != "direct":
        return None  # "it seems", "is expected": nobody says so; only a quotation has a speaker all the same
    said = PIECE_SEPARATOR.join(text[s:e] for s, e in pieces)
    cue_text = text[slice(*cue)]
    return Claim.model_construct(
        id=claim_id(identity.name or (text[slice(*mention)] if mention else None), said, cue_text),
        kind=kind,
        speaker=Speaker.model_construct(
            name=identity.name,
            mention=text[slice(*mention)] if mention else None,
            span=mention,
            type=identity.type,
            role=None,
            affiliation=None,
            resolved=identity.resolved,
        ),
        cue=Cue.model_construct(
            text=cue_text, lemma=cues.main_word(attribution.cue).lemma_, span=cue, act=act, stance=stance
        ),
        quote=Quote.model_construct(text=said, spans=pieces, verbatim=verbatim),
        setting=None,
        hedges=[],
        certainty=None,
        polarity=None,
        confidence=round(attribution.confidence, 2),
    )


def content_pieces(text: str, content: list[Span], marks: list[Quotation], paragraphs: list[int]) -> list[_Range]:
    """The content's pieces in characters: one a paragraph at most, whole with their quotation marks."""
    out = []
    for span in content:
        for start, end in quotes.by_paragraph(span.start_char, span.end_char, paragraphs):
            start, end = quotes.trim(text, start, end)
            if start < end:
                out.append(quotes.with_marks(text, start, end, marks))
    return sorted(set(out))


def _belongs(piece: _Range, text: str, cue: int, marks: list[Quotation], paragraphs: list[int]) -> bool:
    """Whether a piece can be of this cue: in another paragraph only what is quoted is, or what a colon leads to."""
    here, there = (bisect_right(paragraphs, at) for at in (piece[0], cue))
    if here == there or quotes.kind(text, [piece], marks)[0] != "indirect":
        return True
    return here > there and text[max(cue, paragraphs[there] - 20) : paragraphs[there]].rstrip().endswith(":")


def _trimmed(text: str, span: Span) -> _Range | None:
    start, end = quotes.trim(text, span.start_char, span.end_char)
    return (start, end) if start < end else None
