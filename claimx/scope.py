"""What a hedge acts on, from the parse: the clause of a modal, the complement of a verb, the noun phrase of a rounder.

After the scopes of the Szeged BioScope corpus (Vincze et al. 2008), in characters of the article.
"""

from spacy.tokens import Doc, Span, Token

from claimx.hedges import Hedge
from claimx.quotes import trim
from claimx.within import text_of

_CLAUSAL = ("ccomp", "advcl", "acl", "acl:relcl", "relcl", "conj", "parataxis", "csubj", "ROOT", "xcomp")
_PREDICATES = ("VERB", "AUX")


def scope(doc: Doc, hedge: Hedge) -> tuple[int, int]:
    """[start, end), characters: trimmed, and within the hedge's sentence."""
    words = doc[hedge.start : hedge.end]
    sentence = words.root.sent
    head = _acted_on(words, hedge)
    left = min(words.start, head.left_edge.i)
    right = max(words.end, head.right_edge.i + 1)
    span = doc[max(left, sentence.start) : min(right, sentence.end)]
    start, end = trim(text_of(doc), span.start_char, span.end_char)
    return min(start, words.start_char), max(end, words.end_char)


def _acted_on(words: Span, hedge: Hedge) -> Token:
    """The head of the clause or phrase that a hedge acts on."""
    root = words.root
    if hedge.type == "approximator":
        return root.head if root.head != root and root.dep_ not in ("obl", "advcl") else root
    if hedge.type == "condition":
        clause = root.head if root.dep_ == "mark" else root
        return clause.head if clause.dep_ in ("advcl", "acl") else clause
    if hedge.type == "investigation" and root.dep_ == "mark":
        return root.head
    complement = next((c for c in root.children if c.dep_ in ("ccomp", "xcomp", "csubj") and c.i >= words.end), None)
    if hedge.type in ("doxastic", "shield", "evidential", "investigation") and complement is not None:
        return complement
    if root.tag_ == "MD" or root.dep_ in ("aux", "advmod", "aux:pass"):
        return _clause(root.head)
    return _clause(root)


def _clause(token: Token) -> Token:
    """The predicate of the clause in which a word stands."""
    for _ in range(8):
        if token.dep_ in _CLAUSAL or token.pos_ in _PREDICATES or token.head == token:
            return token
        token = token.head
    return token


def main_predicate(span: Span) -> Token:
    """The word that a statement is about: the root of its words, or the first verb where they have several."""
    roots = [t for t in span if (t.head == t or not span.start <= t.head.i < span.end) and not t.is_punct]
    verbs = [t for t in roots if t.pos_ in _PREDICATES or any(c.dep_ == "cop" for c in t.children)]
    return (verbs or roots or [span.root])[0]
