"""What the tree mends of labels: contents that stop within a clause, and cues whose subject was not labelled."""

from spacy.tokens import Doc, Span, Token

from claimx.cues import follows, main_word

_CLAUSES = ("ccomp", "xcomp")
# Subjects that are nobody.
_NOBODY = ("it", "that", "this", "there", "what", "which")
_SUBJECTS = ("nsubj", "nsubj:pass")
_NAMING = ("NOUN", "PROPN", "PRON")
_OBLIQUE = ("obl", "nmod", "obl:agent")
# Tokens of a subject with all that is said of it.
_LONGEST = 30


def whole(cue: Span, contents: list[Span]) -> list[Span]:
    """The contents, those that end before the verb of the clause that they begin as long as the clause is.

    "said the bridge, which may rust, was built in 1950" says more than "the bridge".
    """
    contents = _not_told(cue, contents)
    contents = [_without_next(_up_to(cue, span)) for span in contents]
    clause = _clause(cue)
    if clause is None:
        return contents
    left, right = clause.left_edge.i, clause.right_edge.i
    out = list(contents)
    for number, span in enumerate(contents):
        following = contents[number + 1].start if number + 1 < len(contents) else len(span.doc)
        cut = cue.end <= span.start <= left + 1 and span.start <= left and span.end <= clause.i
        if cut and _holds_subject(span, clause) and following > right:
            out[number] = _without_marks(span.doc, span.start, right + 1)
    return out


def _holds_subject(span: Span, clause: Token) -> bool:
    return any(t.head == clause and t.dep_.startswith("nsubj") for t in span)


def _up_to(cue: Span, span: Span) -> Span:
    """A content before its cue, as long as the clause whose subject alone it is: "The comet, last seen in 1786, will
    pass in August, says Roe"."""
    verb = main_word(cue)
    before = [c for c in verb.lefts if c.dep_ == "ccomp" and span.end <= c.i < cue.start]
    if not before or not _holds_subject(span, before[0]) or any(c.dep_ in _SUBJECTS for c in verb.lefts):
        return span
    return _without_marks(span.doc, span.start, min(before[0].right_edge.i + 1, cue.start))


def _without_next(span: Span) -> Span:
    """A content without the "but" that leads to what is none of it."""
    end = span.end
    while end > span.start + 1 and span.doc[end - 1].dep_ == "cc" and span.doc[end - 1].is_lower:
        end -= 1
    return span.doc[span.start : end]


def _not_told(cue: Span, contents: list[Span]) -> list[Span]:
    """The contents without who was told: "Councillors were told that the bridge was unsafe"."""
    told = [t for t in main_word(cue).children if t.dep_ == "nsubj:pass"]
    if not told or len(contents) < 2:
        return contents
    return [span for span in contents if span.end > cue.start or span.root != told[0]] or contents


def source(cue: Span, labelled: Span | None) -> Span | None:
    """Who says it: the words labelled; where they are of another sentence or none, the subject of the cue's own, and
    where they are not the subject that stands right before the cue, that."""
    if labelled is None:
        return _subject(cue)
    beside = _right_before(cue, labelled)
    if labelled.end > cue.sent.start and labelled.start < cue.sent.end:
        return beside or labelled
    asked = main_word(cue)
    # "Roe, asked why, declined": who asked is not told.
    nobody = asked.tag_ in ("VBN", "VBD") and asked.dep_ in ("acl", "advcl") and all(c.is_punct for c in asked.lefts)
    return _subject(cue) or beside or _of_above(asked) or (None if nobody else labelled)


def _right_before(cue: Span, labelled: Span) -> Span | None:
    """The subject that a cue follows, if the words labelled are another's: "Roe, whose boss resigned, believes"."""
    verb = main_word(cue)
    who = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if who is None or who.i >= cue.start or labelled.root == who or who.tag_ in ("WP", "WDT"):
        return None
    if labelled.start <= who.i < labelled.end and not any(c.lower_ == "whose" for c in who.lefts):
        return None
    # "The news irked Roe", "Roe drew applause from her rivals"
    if labelled.root.head == verb or (labelled.start > cue.start and labelled.root.dep_ in _OBLIQUE):
        return None
    left, right = who.left_edge.i, who.right_edge.i + 1
    near = all(t.is_punct or t.is_space or t.pos_ in ("AUX", "ADV", "PART") for t in cue.doc[right : cue.start])
    return _without_marks(cue.doc, left, right) if right <= cue.start and right - left <= _LONGEST and near else None


def _subject(cue: Span) -> Span | None:
    """Who says it by the tree: "Jane Roe, a hydrologist there, said"; None where a cue has no plain subject."""
    verb = main_word(cue)
    if not follows(verb) or verb.pos_ != "VERB":
        return None
    while verb.dep_ == "conj" and not any(c.dep_ == "nsubj" for c in verb.children):
        verb = verb.head
    named = _named_behind(cue)
    if named is not None:
        return named
    who = [c for c in verb.children if c.dep_ == "nsubj"]  # two of "Advocate Jane Roe", by a tree that is wrong
    if any(c.dep_ == "ccomp" for c in verb.lefts):
        # "We were lucky, says rescued skipper", by a tree that takes him for an object
        who = who or [c for c in verb.rights if c.dep_ == "obj" and c.left_edge.i == cue.end]
    if not who or who[0].lower_ in _NOBODY or any(cue.start <= w.i < cue.end for w in who):
        return None
    left, right = who[0].left_edge.i, who[-1].right_edge.i + 1
    if who[0].dep_ == "obj":  # "the girl's father, his voice breaking"
        right = next((t.i for t in cue.doc[left:right] if t.text == ","), right)
    return _without_marks(cue.doc, left, min(right, cue.start) if left < cue.start else right)


def _of_above(verb: Token) -> Span | None:
    """The subject of the clause that a participle hangs on: "The boards have ended their plan, concluding that"."""
    if verb.tag_ != "VBG" or verb.dep_ != "advcl":
        return None
    who = next((c for c in verb.head.lefts if c.dep_ == "nsubj"), None)
    if who is None or who.lower_ in _NOBODY:
        return None
    left, right = who.left_edge.i, who.right_edge.i + 1
    return _without_marks(verb.doc, left, right) if right - left <= _LONGEST and right <= verb.i else None


def _named_behind(cue: Span) -> Span | None:
    """Whose name ends a headline behind a comma and the cue, whatever the tree: "Paddlers to get coach, says ISCF"."""
    doc, end = cue.doc, cue.sent.end
    while end > cue.end and (doc[end - 1].is_space or doc[end - 1].is_punct):
        end -= 1
    put = cue.start > cue.sent.start and doc[cue.start - 1].text == "," and cue.end < end
    whole = put and doc[cue.end].ent_iob_ == "B" and all(t.ent_iob_ == "I" for t in doc[cue.end + 1 : end])
    return doc[cue.end : end] if whole else None


def _clause(cue: Span) -> Token | None:
    """The clause that a cue's verb takes, behind it."""
    behind = [c for token in cue for c in token.children if c.dep_ in _CLAUSES and c.i >= cue.end]
    return behind[0] if len(behind) == 1 else None


def _without_marks(doc: Doc, start: int, end: int) -> Span:
    while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return doc[start:end]
