"""Speakers who stand beside a quotation with no reporting verb of the usual kind in the model's eyes: "From Jane Roe:"
before it, a dash and a name behind it, or a reporting clause that was overlooked."""

import re
from bisect import bisect_left, bisect_right

from spacy.tokens import Doc, Span, Token

from claimx.cues import follows
from claimx.drafts import Draft, Taken
from claimx.lexicon import classes, word_list
from claimx.names import Names
from claimx.paragraphs import TIME, paragraph_end
from claimx.quotes import Quotation, kind, trim, with_marks
from claimx.within import entities_in, text_of

DASH = re.compile(r"\s*(?:—|–|--|-|―)\s*")
_FROM = r"(?:(?:And|But|Or|Then) )?[Ff]rom "
_BEGIN = r"(?:^|(?<=\n)|(?<=[.!?”\"’] ))[ \t]*"
_INTRODUCED = re.compile(rf"{_BEGIN}(?:{TIME}[ –—-]+)?(?P<sent>{_FROM})?(?P<name>[^\n:.!?“”\"]{{2,120}}):\s*$")
_THAT_IS = re.compile(r"[”\"’ ]*That(?:['’]s| is| was) ")
_HEADLINE = re.compile(r"(?P<who>[A-Z][^\n:.!?“”\"]{2,40}): (?P<said>[^\n]{8,120})(?=\n)")
_SPEAK = ("person", "group", "unnamed", "organization")
_LONGEST = 25  # tokens of a byline
_FULL = 12  # tokens of a name with what is said of it
_TITLE = 8  # tokens before a name
_CLAUSE = 12  # tokens of a reporting clause
_SUBJECTS = ("nsubj", "nsubjpass", "nsubj:pass")


def named_beside(doc: Doc, q: Quotation) -> Span | None:
    """Who is named by "From Jane Roe:" before a quotation, or behind a dash that follows it."""
    text = text_of(doc)
    rest = text[q.outer_end : q.outer_end + 160]
    dash = DASH.match(rest.lstrip("., "))
    if dash and dash.group().strip():
        begin = q.outer_end + (len(rest) - len(rest.lstrip("., "))) + dash.end()
        stop = text.find("\n", begin)
        span = doc.char_span(begin, stop if stop >= 0 else len(text), alignment_mode="contract")
        if span is not None and len(span) <= _LONGEST and _begins_with_name(span):
            return _without_end(doc, span)
    told = _THAT_IS.match(rest)
    if told:  # "That's Jane Roe of Delta Bank, by text"
        span = doc.char_span(q.outer_end + told.end(), q.outer_end + len(rest), alignment_mode="contract")
        person = next((e for e in entities_in(span) if e.label_ == "PERSON"), None) if span is not None else None
        if span is not None and person is not None and _is_what_they_are(doc[span.start : person.start]):
            return doc[span.start : person.end]
    introduced = _INTRODUCED.search(text, max(0, q.outer_start - 160), q.outer_start)
    if introduced:
        span = doc.char_span(*introduced.span("name"), alignment_mode="contract")
        if span is None or len(span) > _LONGEST:
            return None
        if introduced["sent"]:
            return span if any(t.pos_ in ("PROPN", "NOUN") for t in span) else None
        entity = next((e for e in entities_in(span) if e.label_ in ("PERSON", "ORG")), None)
        if entity is not None and entity.start == span.start:
            return entity if len(span) > _FULL or any(t.pos_ == "VERB" for t in span) else span
        person = next((e for e in entities_in(span) if e.label_ == "PERSON"), None)
        if person is not None and _is_what_they_are(doc[span.start : person.start]):
            return doc[span.start : person.end]
    return None


def seen_beside(doc: Doc, q: Quotation) -> Span | None:
    """The person of whom the sentence behind a quotation tells, in its paragraph: "Jane Roe is sitting on the kerb"."""
    text = text_of(doc)
    span = doc.char_span(q.outer_end, min(q.outer_end + 160, len(text)), alignment_mode="contract")
    if span is None or "\n" in span.text[: len(span.text) - len(span.text.lstrip())]:
        return None
    first = next((t for t in span if not t.is_space and not t.is_punct), None)
    subject = next((t for t in first.sent if t.dep_ in _SUBJECTS), None) if first is not None else None
    if subject is None or subject.ent_type_ != "PERSON" or subject.head.dep_ != "ROOT":
        return None
    return doc[subject.left_edge.i : subject.right_edge.i + 1]


def _is_what_they_are(before: Span) -> bool:
    """Whether words before a name say what its bearer is: "Chief forecaster Neil Abbott:"."""
    return len(before) <= _TITLE and all(t.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "DET", "PART") for t in before)


def _begins_with_name(span: Span) -> bool:
    """Whether a name stands first, or second behind a word in capitals: "Col Dwyer, ranger"."""
    return any(e.start == span.start or (e.start == span.start + 1 and span[0].is_title) for e in entities_in(span))


def _without_end(doc: Doc, span: Span) -> Span:
    start, end = trim(text_of(doc), span.start_char, span.end_char)
    return doc.char_span(start, end, alignment_mode="contract") or span


def corrected(doc: Doc, drafts: list[Draft], marks: list[Quotation], paragraphs: list[int]) -> list[Draft]:
    """The drafts, those whose source stands in another paragraph given to whom the quotation's own paragraph names."""
    out = list(drafts)
    whole = [q for q in marks if q.depth == 0]
    starts = [q.outer_start for q in whole]
    for draft in drafts:
        if draft.source is None:
            continue
        last = max(0, bisect_right(starts, draft.end) - 1)
        for q in whole[bisect_left(starts, draft.start) : last + 1]:
            here = bisect_right(paragraphs, q.outer_start)
            if bisect_right(paragraphs, draft.source.start_char) == here:
                continue
            source = named_beside(doc, q)
            if source is None and paragraphs[here - 1] == q.outer_start:
                source = seen_beside(doc, q)
            if source is not None and source.start < draft.source.end and draft.source.start < source.end:
                continue  # it is what leads to the quotation: "The company tweeted this:"
            if source is not None and draft.covers(q.start):
                pieces = [(q.outer_start, q.outer_end)]
                form, verbatim = kind(text_of(doc), pieces, marks)
                rest = [p for p in draft.pieces if p[1] <= q.outer_start or p[0] >= q.outer_end]
                if rest:
                    draft.pieces = rest
                    draft.kind, draft.verbatim = kind(text_of(doc), rest, marks)
                else:
                    out.remove(draft)
                out.append(Draft(source, None, pieces, form, verbatim, draft.confidence))
                break
    return out


def headline(doc: Doc, names: Names, drafts: list[Draft], marks: list[Quotation], paragraphs: list[int]) -> list[Draft]:
    """What somebody says by an article's headline: "Union: closure ‘will cost 300 jobs’", "Roe: the bridge is safe"."""
    text = text_of(doc)
    told = _HEADLINE.match(text, 0, paragraphs[1]) if len(paragraphs) > 1 else None
    if told is None or Taken(drafts).overlaps(*told.span()):
        return []
    who, said = (doc.char_span(*told.span(part), alignment_mode="contract") for part in ("who", "said"))
    if who is None or said is None or len(who) > _TITLE or said.text[-1] in ".:":
        return []
    known = names.find(who.text)
    person = known is not None and known.type == "PERSON"
    plain = said[0].is_lower or said[0].is_punct
    speaks = who[-1].lower_ in word_list("offices", "names") or classes("speakers").get(who[-1].lower_) in _SPEAK
    # "Roe: the bridge is safe", but no "Roe: the woman who built it"
    states = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") and not t.dep_.startswith("acl") for t in said)
    if not (person and states) and not (plain and speaks):
        return []
    pieces = [with_marks(text, *trim(text, said.start_char, said.end_char), marks)]
    form, verbatim = kind(text, pieces, marks)
    return [Draft(who, None, pieces, form, verbatim, 0.5)]


def _overlooked(doc: Doc, q: Quotation, until: int) -> tuple[Span, Span] | None:
    """Source and cue of a reporting clause right behind a quotation that ends with a comma or a mark: "she asks"."""
    inner = text_of(doc)[q.start : q.end].rstrip()
    if inner[-1:] not in (",", "?", "!", "—", "–"):
        return None
    rest = doc.char_span(q.outer_end, until, alignment_mode="contract")
    if rest is None:
        return None
    clause: list[Token] = []
    for token in rest[:_CLAUSE]:
        if token.text in (",", ".", ";", ":", "“", "‘", '"') or token.is_space:
            if clause:
                break
            continue
        clause.append(token)
    # Behind a sentence that ends with a comma every verb reports: "pleaded the girl's father", "Roe grinned".
    first = text_of(doc)[max(0, q.outer_start - 20) : q.outer_start].rstrip()[-1:] in ("", ".", "!", "?", "”", '"')
    any_verb = first and (inner[-1:] == "," or (bool(clause) and clause[0].is_lower))
    verb = next((t for t in clause if t.pos_ == "VERB" and (any_verb or follows(t) or t.lemma_ == "ask")), None)
    if verb is None or not clause:
        return None
    before = doc[clause[0].i : verb.i]
    behind = doc[verb.i + 1 : clause[-1].i + 1]
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS and c in clause), None)
    side = behind if (subject is not None and subject.i > verb.i) or not len(before) else before
    while len(side) and side[-1].pos_ in ("AUX", "ADV", "PART"):
        side = side[:-1]
    named = [t for t in side if t.pos_ in ("PROPN", "PRON", "NOUN")]
    if not named or any(t.pos_ == "VERB" for t in side):
        return None
    return side, doc[verb.i : verb.i + 1]


def reported(doc: Doc, drafts: list[Draft], marks: list[Quotation], paragraphs: list[int]) -> list[Draft]:
    """Drafts of quotations that are in none of the drafts and have a reporting clause behind them."""
    taken = Taken(drafts)
    cues = {t.i for draft in drafts if draft.cue is not None for t in draft.cue}
    out = []
    for q in marks:
        if q.depth or taken.overlaps(q.outer_start, q.outer_end):
            continue
        found = _overlooked(doc, q, paragraph_end(text_of(doc), paragraphs, q.outer_start))
        if found is not None and found[1].start not in cues:
            pieces = [(q.outer_start, q.outer_end)]
            form, verbatim = kind(text_of(doc), pieces, marks)
            out.append(Draft(found[0], found[1], pieces, form, verbatim, 0.6))
    return out
