"""From a Doc with attributions to the claims of its record."""

from dataclasses import replace

from spacy.tokens import Doc, Span

from claimx import cues, edges, quotes
from claimx.anonymity import is_asked_for
from claimx.attribution import Attribution, attributions
from claimx.bylines import corrected, headline, reported
from claimx.commitment import commit
from claimx.confidence import confidence
from claimx.continuation import alone, continued
from claimx.dialogue import turns
from claimx.drafts import Draft, Range, Turn
from claimx.floor import Floor
from claimx.identity import NOBODY, Identity, Step
from claimx.nested import nested
from claimx.order import place
from claimx.paragraphs import paragraph_starts
from claimx.pieces import belongs, content_pieces, near, own, unmixed, without_time
from claimx.posts import posts, without
from claimx.quotes import Quotation
from claimx.record import Claim, Cue, Quote, Speaker, claim_id
from claimx.setting import setting
from claimx.speakers import Speakers
from claimx.within import text_of
from claimx.wording import PIECE_SEPARATOR

_FIRST_PERSON = frozenset(["i", "we", "me", "us", "myself", "ourselves"])


def claims(doc: Doc, text: str | None = None) -> list[Claim]:
    """The claims of a Doc in the order of its text, one within another's words before it.

    text: the article, where the Doc was made from a text with blanks in some places;
    offsets are the same in both.
    """
    found = [claim for claim, _ in with_evidence(doc, text)]
    commit(doc, text_of(doc) if text is None else text, found)
    return found


def with_evidence(doc: Doc, text: str | None = None) -> list[tuple[Claim, Identity]]:
    """The claims, each with how its speaker was found."""
    text = text_of(doc) if text is None else text
    return [(_claim(doc, text, draft, identity), identity) for draft, identity in identified(doc, text)]


def identified(doc: Doc, text: str) -> list[tuple[Draft, Identity]]:
    """What is claimed in a text, before it becomes a record, and by whom; as the record has it in order."""
    if not len(doc):
        return []
    speakers = Speakers(doc)
    drafts = _drafts(doc, text, speakers)
    identities = _identities(drafts, speakers, Floor(doc, speakers))
    return [(draft, identities[id(draft)]) for draft in sorted(drafts, key=lambda d: place(d.pieces))]


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


def _drafts(doc: Doc, text: str, speakers: Speakers) -> list[Draft]:
    """All claims of the text by their beginnings: attributions, what goes on from them, turns, and claims within."""
    marks = quotes.quotations(text_of(doc))
    paragraphs = paragraph_starts(text_of(doc))
    made = [_attributed(attribution, text, marks, paragraphs) for attribution in attributions(doc)]
    drafts = corrected(doc, [draft for draft in made if draft is not None], marks, paragraphs)
    drafts += reported(doc, drafts, marks, paragraphs)
    spoken = turns(doc, speakers.names, paragraphs, drafts, marks)
    labels = [turn.span for turn in spoken]
    drafts = [d for d in drafts if d.source is None or not any(s <= d.source.start_char < e for s, e in labels)]
    drafts += [_turn(turn, text) for turn in spoken if _says(turn, text, speakers)]
    embedded = posts(doc, paragraphs, marks)
    drafts = without(drafts, embedded) + embedded
    drafts += headline(doc, speakers.names, drafts, marks, paragraphs)
    continued(text, drafts, marks, paragraphs)
    drafts += alone(doc, drafts, marks, paragraphs)
    # Nobody says "it seems", "is expected"; only a quotation has a speaker all the same.
    drafts = [d for d in drafts if d.source is not None or d.kind == "direct"]
    drafts += nested(doc, drafts, marks)
    return sorted(drafts, key=lambda d: (d.start, -d.end))


def _attributed(attribution: Attribution, text: str, marks: list[Quotation], paragraphs: list[int]) -> Draft | None:
    contents = edges.whole(attribution.cue, attribution.content)
    pieces = content_pieces(text, contents, marks, paragraphs)
    cue = attribution.cue
    pieces = near([p for p in pieces if belongs(p, text, cue.start_char, marks, paragraphs)], cue, paragraphs)
    pieces = unmixed(own(pieces, text, cue, marks), text, cue.start_char, marks, paragraphs)
    if not pieces or _trimmed(text, cue) is None or (len(pieces) == 1 and is_asked_for(text, *pieces[0])):
        return None
    source = without_time(text, attribution.source)
    source = source if source is not None and _trimmed(text, source) is not None else None
    kind, verbatim = quotes.kind(text, pieces, marks)
    return Draft(source, attribution.cue, pieces, kind, verbatim, attribution.confidence)


def _says(turn: Turn, text: str, speakers: Speakers) -> bool:
    """Whether a turn says anything but whose it is next: "LOPEZ: Dr. Voss?"."""
    (start, end), *more = turn.pieces
    return start < end and (bool(more) or speakers.names.find(text[start:end]) is None)


def _turn(turn: Turn, text: str) -> Draft:
    """A turn's words are its speaker's own, marks or none."""
    pieces = [p for p in turn.pieces if p[0] < p[1]]
    return Draft(None, None, pieces, "direct", list(pieces), 0.8, turn=turn)


def _identities(drafts: list[Draft], speakers: Speakers, floor: Floor) -> dict[int, Identity]:
    """Who speaks in each draft."""
    out: dict[int, Identity] = {}
    first = next((d.turn.span[0] for d in drafts if d.turn), 0)
    interviewed: Identity | None = None
    open_drafts: list[Draft] = []
    for draft in drafts:
        open_drafts = [d for d in open_drafts if d.end > draft.start]
        if draft.turn is not None and draft.turn.lettered:
            if draft.turn.label == "A":
                interviewed = interviewed or floor.interviewed(first)
                out[id(draft)] = interviewed
            else:
                out[id(draft)] = NOBODY
        elif draft.turn is not None:
            out[id(draft)] = floor.label(draft.turn.label, draft.turn.span)
        elif draft.source is not None and draft.source.root.lower_ in _FIRST_PERSON:
            outer = _outer(draft, open_drafts)
            out[id(draft)] = _same(out[id(outer)], draft.source) if outer else speakers.identify(draft.source)
        elif draft.follows is not None:
            before = out.get(id(draft.follows), NOBODY)
            found = floor.spoken_of(draft.start, before) or before
            resolved = "continuation" if found.name else "none"
            step = Step("continuation", found.name or "", None)
            out[id(draft)] = replace(
                found, resolved=resolved, confidence=found.confidence * 0.9, steps=(step, *found.steps)
            )
        else:
            out[id(draft)] = speakers.identify(draft.source)
        open_drafts.append(draft)
    return out


def _outer(draft: Draft, others: list[Draft]) -> Draft | None:
    """The claim in whose words a source stands, the innermost."""
    assert draft.source is not None
    at = draft.source.start_char
    around = [d for d in others if d is not draft and d.covers(at) and (d.kind != "indirect" or d.turn is not None)]
    return around[-1] if around else None


def _same(found: Identity, source: Span) -> Identity:
    step = Step("first person", source.text, (source.start_char, source.end_char))
    return replace(found, resolved="coreference" if found.name else "none", steps=(step, *found.steps))


def _claim(doc: Doc, text: str, draft: Draft, identity: Identity) -> Claim:
    if draft.turn is not None:
        mention = None if draft.turn.lettered else draft.turn.span
    else:
        mention = _trimmed(text, draft.source) if draft.source is not None else None
    said = PIECE_SEPARATOR.join(text[s:e] for s, e in draft.pieces)
    cue = _cue(text, draft.cue) if draft.cue is not None else _no_cue(draft.turn)
    return Claim.model_construct(
        id=claim_id(identity.name or (text[slice(*mention)] if mention else None), said, cue.text),
        kind=draft.kind,
        speaker=Speaker.model_construct(
            name=identity.name,
            mention=text[slice(*mention)] if mention else None,
            span=mention,
            type=identity.type,
            role=identity.role,
            affiliation=identity.affiliation,
            resolved=identity.resolved,
        ),
        cue=cue,
        quote=Quote.model_construct(text=said, spans=draft.pieces, verbatim=draft.verbatim),
        setting=setting(doc, draft.cue, draft.source, draft.pieces) if draft.cue is not None else None,
        hedges=[],
        certainty=None,
        polarity=None,
        confidence=confidence(draft),
    )


def _cue(text: str, span: Span) -> Cue:
    start, end = _trimmed(text, span) or (span.start_char, span.end_char)
    if span.start_char < start > 1 and text[start - 1] in "'’" and text[start - 2].isalnum():
        start -= 1  # "He’s revealed"
    act, stance = cues.act_and_stance(span)
    lemma = cues.main_word(span).lemma_
    return Cue.model_construct(text=text[start:end], lemma=lemma, span=(start, end), act=act, stance=stance)


def _no_cue(turn: Turn | None) -> Cue:
    stance = "asked" if turn is not None and turn.label == "Q" else "neutral"
    return Cue.model_construct(text=None, lemma=None, span=None, act="speech", stance=stance)


def _trimmed(text: str, span: Span) -> Range | None:
    start, end = quotes.trim(text, span.start_char, span.end_char)
    if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1  # "Jim Braithwaite (Lab)"
    return (start, end) if start < end else None
