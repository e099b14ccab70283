"""Whether a cue can hedge where it stands, by the syntax around it: "if" or "whether", a belief or a thought about."""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from claimx.hedgelist import Match
from claimx.lexicon import word_list


def meaning(doc: Doc, match: Match) -> tuple[str, str]:
    """Type and certainty, where the words around a cue change them: "if" for "whether"."""
    group = match.group
    if group.type == "condition" and doc[match.start].lower_ == "if" and is_whether(doc[match.start]):
        return "investigation", "unknown"
    return group.type, group.certainty


def is_whether(token: Token) -> bool:
    """Whether an "if" begins what is asked or unknown: "asked if", "to see if"."""
    clause = token.head
    asked = clause.dep_ in ("ccomp", "csubj", "acl", "csubj:pass")
    return token.dep_ == "mark" and asked and clause.head.lemma_.lower() in word_list("asking", "hedging")


def fits(doc: Doc, match: Match) -> bool:
    """Whether a cue can hedge where it stands, by the syntax around it."""
    first, last = doc[match.start], doc[match.end - 1]
    if first.ent_type_ in ("PERSON", "ORG", "LOC", "DATE") and match.group.type not in ("weasel", "approximator"):
        return False  # "May 3", "Could Be Cafe"
    if last.lower_ == "could" and match.end < len(doc) and doc[match.end].lower_ in word_list("negations", "hedging"):
        return False  # "could not be reached"
    if match.group.number:
        return _is_number(doc, match.end)
    rule = _RULES.get(last.lemma_.lower()) or _RULES.get(last.lower_)
    if rule is None and last.lemma_.lower() in word_list("beliefs", "hedging"):
        rule = _holds
    return rule(doc, first, last) if rule is not None else True


def _is_number(doc: Doc, i: int) -> bool:
    if i < len(doc) and doc[i].lower_ in ("a", "the"):
        i += 1
    following = doc[i : min(len(doc), i + 2)]
    if not len(following):
        return False
    word = following[0]
    amount = word.like_num or word.tag_ == "CD" or word.lower_ in word_list("amounts", "hedging")
    return amount or (word.is_currency and len(following) > 1)


def _clause_of(token: Token) -> Token | None:
    """The clause that a verb takes."""
    return next((c for c in token.children if c.dep_ == "ccomp"), None)


def _if(doc: Doc, first: Token, last: Token) -> bool:
    before = doc[first.i - 1].lower_ if first.i else ""
    after = doc[first.i + 1].lower_ if first.i + 1 < len(doc) else ""
    if before in ("even", "as", "what") or after in ("not", "any", "anything", "only", "ever"):
        return False
    return first.dep_ == "mark" or after not in ("so", "and", ",")


def _whether(doc: Doc, first: Token, last: Token) -> bool:
    # "Whether it rains or not, we go": a concession.
    return first.dep_ != "mark" or first.head.dep_ not in ("advcl",)


def _proposes(doc: Doc, first: Token, last: Token) -> bool:
    """What is put forward as true, and not as a plan: no "suggested that they should leave", "suggested a walk"."""
    clause = _clause_of(last)
    if clause is None:
        quoted = last.i + 1 < len(doc) and doc[last.i + 1].text in (",", "“", '"', ":", "”", ".")
        return last.tag_.startswith("NN") or quoted or last.lemma_ in ("hint", "speculate")
    wish = any(c.lower_ in ("should", "ought", "must") for c in clause.children) or clause.tag_ == "VB"
    wish = wish and not any(c.tag_ == "MD" and c.lower_ not in ("should", "ought", "must") for c in clause.children)
    return not wish and clause.tag_ != "VBG"


def _holds(doc: Doc, first: Token, last: Token) -> bool:
    """Somebody's belief in a statement, and no "believe in", "think about", "hope to"."""
    after = doc[last.i + 1].lower_ if last.i + 1 < len(doc) else ""
    lemma = last.lemma_.lower()
    if after in ("about", "of", "for", "in", "over", "twice") and lemma in (
        "believe",
        "think",
        "hope",
        "fear",
        "worry",
    ):
        return False
    subject = next((c for c in last.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    if subject is not None and subject.lower_ == "you":
        return False
    before = doc[first.i - 1].lower_ if first.i else ""
    if last.tag_ == "VBN" and before in ("than", "as"):
        return False  # "worse than expected"
    if last.tag_ == "VBN" or lemma in ("expect", "estimate", "predict", "project", "anticipate", "forecast", "assume"):
        return True
    if last.tag_ in ("JJ", "RB"):
        return True
    stated = _clause_of(last) is not None or last.dep_ == "parataxis" or after in ("that", ",", "”")
    raised = lemma in ("believe", "think", "suspect") and after in ("to", "he", "she", "it", "they")
    return stated or raised


def _states(doc: Doc, first: Token, last: Token) -> bool:
    """A verb with the clause that it is about: "claimed that", "claimed to be"."""
    clause = any(c.dep_ in ("ccomp", "xcomp") for c in last.children)
    after = doc[last.i + 1].lower_ if last.i + 1 < len(doc) else ""
    return clause or after in ("that", "“", '"') or last.dep_ == "parataxis"


def _after_number(doc: Doc, first: Token, last: Token) -> bool:
    return any(t.like_num or t.lower_ in word_list("amounts", "hedging") for t in doc[max(0, first.i - 2) : first.i])


def _kind(doc: Doc, first: Token, last: Token) -> bool:
    """ "kind of funny", and no "a kind of music"."""
    before = doc[first.i - 1] if first.i else None
    return before is None or not (before.pos_ in ("DET", "ADJ", "PRON") or before.tag_ in ("PRP$", "DT", "WDT", "CD"))


def _little(doc: Doc, first: Token, last: Token) -> bool:
    """ "a little early", and no "a little town"."""
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    return after is not None and (after.pos_ in ("ADJ", "ADV", "VERB") or after.lower_ in ("of", "less", "more", "too"))


def _looks(doc: Doc, first: Token, last: Token) -> bool:
    before = doc[first.i - 1] if first.i else None
    infinitive = first.lower_ == "look" and before is not None and before.tag_ in ("TO", "MD")
    return not infinitive and (before is None or before.lower_ != "what")


_RULES: dict[str, Callable[[Doc, Token, Token], bool]] = {
    "if": _if,
    "whether": _whether,
    "suggest": _proposes,
    "suggestion": _proposes,
    "claim": _states,
    "so": _after_number,
    "like": _looks,
    "little": _little,
    "of": lambda doc, first, last: first.lower_ not in ("kind", "sort") or _kind(doc, first, last),
}
