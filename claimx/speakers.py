"""Who a source is: the name in its mention, completed from the article, and what kind of source it is."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from spacy.tokens import Doc, Span, Token

from claimx.quotes import trim

_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "dame", "lord", "lady", "sen", "rep", "gov", "president"]
)


@dataclass(frozen=True)
class Identity:
    """name: None if the mention gives none. resolved: how it was found, as in the record."""

    name: str | None
    type: str
    resolved: str


@cache
def _nouns() -> dict[str, str]:
    lists = yaml.safe_load(files("claimx").joinpath("speakers.yaml").read_text(encoding="utf-8"))
    return {word: kind for kind, words in reversed(list(lists.items())) for word in words}


class Speakers:
    """The named persons and organisations of one article, to identify mentions by."""

    def __init__(self, doc: Doc):
        self._full: dict[str, set[str]] = {}
        self._named = [e for e in doc.ents if e.label_ in ("PERSON", "ORG", "LOC", "GPE", "FAC", "NORP")]
        self._starts = [e.start for e in self._named]
        for entity in self._named:
            words = _words(_name(entity))
            if entity.label_ == "PERSON" and len(words) > 1:
                self._full.setdefault(words[-1].lower(), set()).add(" ".join(words))

    def identify(self, mention: Span | None) -> Identity:
        if mention is None:
            return Identity(None, "unnamed", "none")
        entity = self._about(mention)
        if entity is None:
            return Identity(None, _kind(mention), "none")
        name = _name(entity)
        if entity.label_ != "PERSON":
            return Identity(name, "organization", "mention")
        words = _words(name)
        # The surname alone: the one full name that ends in it, if there is only one.
        fuller = self._full.get(words[-1].lower(), set()) if len(words) == 1 else set()
        if len(fuller) == 1:
            return Identity(next(iter(fuller)), "person", "alias")
        return Identity(" ".join(words), "person", "mention")

    def _about(self, mention: Span) -> Span | None:
        """The entity that the mention is about: the one with its head, or in apposition to the head."""
        first, last = (bisect_left(self._starts, at) for at in (mention.start, mention.end))
        entities = self._named[first:last]
        head = mention.root
        for entity in entities:
            if entity.start <= head.i < entity.end:
                return entity
        for entity in entities:
            if entity.label_ == "PERSON" and _stands_for(entity.root, head):
                return entity
        return None


def _stands_for(token: Token, head: Token) -> bool:
    """Whether the token names the same as the head: a title's name, an apposition (UD and ClearNLP labels)."""
    return (token.head == head and token.dep_.split(":")[0] in ("appos", "flat", "compound", "name")) or (
        token.head == head.head and token.dep_ == "appos" and head.dep_ == "compound"
    )


def _kind(mention: Span) -> str:
    nouns = _nouns()
    head = mention.root
    for word in (head.lower_, head.lemma_.lower()):
        if word in nouns:
            return nouns[word]
    return "group" if head.tag_ in ("NNS", "NNPS") else "person"


def _name(entity: Span) -> str:
    text = entity.text
    start, end = trim(text, 0, len(text))
    return " ".join(text[start:end].split()).removesuffix("'s").removesuffix("’s")


def _words(name: str) -> list[str]:
    """The words of a person's name without titles before it."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _TITLES:
        words = words[1:]
    return words
